package fr.bleu.vault;

import fr.bleu.store.Check;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import java.util.Locale;
import java.util.UUID;

/**
 * A live vault.
 *
 * @param id the id that its secrets are kept under
 * @param retentionDays how long deleted secrets can be recovered
 * @param purgeProtection whether that time cannot be cut short
 * @param unchanged the check that it is still live and as it was read
 */
public record Vault(
        UUID tenant,
        UUID id,
        String name,
        Scope scope,
        int retentionDays,
        boolean purgeProtection,
        Check unchanged) {

    static Vault of(Stored stored, VaultRecord record) {
        return new Vault(
                record.tenant(),
                record.vault(),
                record.name(),
                record.scope(),
                record.retentionDays(),
                record.purgeProtection(),
                stored.unchanged());
    }

    /** The target of an action on the vault's list of secrets. */
    public Target secrets() {
        return Target.in(tenant, id, scope);
    }

    /** The target of an action on one secret: roles can be assigned at {@code …/secrets/{name}}. */
    public Target secret(String secret) {
        return Target.in(tenant, id, scope.child("secrets/" + secret.toLowerCase(Locale.ROOT)));
    }
}
