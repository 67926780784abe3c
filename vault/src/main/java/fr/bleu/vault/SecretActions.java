package fr.bleu.vault;

import fr.bleu.trust.Action;

/**
 * Azure's data actions on secrets. Every vault operation has its own ledger entry, reads included,
 * so none of them is one of the counted reads.
 *
 * @see <a href="https://learn.microsoft.com/azure/role-based-access-control/permissions/security">
 *     Microsoft.KeyVault data actions</a>
 */
public final class SecretActions {

    private static final String SECRETS = "Microsoft.KeyVault/vaults/secrets/";

    public static final Action SET = Action.dataWrite(SECRETS + "setSecret/action");
    public static final Action GET = Action.dataWrite(SECRETS + "getSecret/action");
    public static final Action LIST = Action.dataWrite(SECRETS + "readMetadata/action");
    public static final Action UPDATE = Action.dataWrite(SECRETS + "update/action");
    public static final Action DELETE = Action.dataWrite(SECRETS + "delete");
    public static final Action RECOVER = Action.dataWrite(SECRETS + "recover/action");
    public static final Action PURGE = Action.dataWrite(SECRETS + "purge/action");

    private SecretActions() {}
}
