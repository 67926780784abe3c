package fr.bleu.storage;

import fr.bleu.trust.Action;
import fr.bleu.trust.Actions;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What the tenant's owner changes of accounts and policy, as through Resource Manager. */
public final class Management {
    private final World world;

    Management(World world) {
        this.world = world;
    }

    /** The tenant gives all regions up but the one in France. */
    void keepToFrance() {
        Target all = Target.of(world.tenant, Scope.of(""));
        Permit permit = world.trust.authorizer().permit(world.owner, Actions.POLICY_TIGHTEN, all);
        world.trust.policy().tighten(permit, Set.of(Ground.FRANCE.region()), world.trust.commits());
    }

    Permit onAccount(String name, String action) {
        return world.trust
                .authorizer()
                .permit(
                        world.owner,
                        Action.write("Microsoft.Storage/storageAccounts/" + action),
                        Target.in(
                                world.tenant, world.account(name).id(), world.accountScope(name)));
    }

    /** Makes an account whose blobs lie in directories. */
    void createHierarchical(String name) {
        world.tenancy.createAccount(world.owner, name, world.accountScope(name), true);
    }

    void deleteAccount(String name) {
        Permit permit = onAccount(name, "delete");
        Draft draft = new Draft();
        world.accountKeys.delete(draft, world.account(name).id());
        World.committed(world.trust.commits().commit(permit, draft));
    }

    /** Sets the account's rules, as its ARM template would. */
    void setRules(String name, AccountRules rules) {
        Account old = world.account(name);
        replace(old.withSettings(old.settings().withRules(rules)));
    }

    void settings(String name, ServiceSettings settings) {
        Account old = world.account(name);
        replace(old.withSettings(old.settings().withService(settings)));
    }

    private void replace(Account changed) {
        byte[] record = AccountRecord.encode(changed, world.keys.tenant(world.tenant));
        Draft draft = new Draft().put(AccountRecord.key(changed.id()), record);
        Permit permit = onAccount(changed.name(), "write");
        World.committed(world.trust.commits().commit(permit, draft));
    }

    /** Changes the Blob service's properties of {@code acct}. */
    public void settings(UnaryOperator<ServiceSettings> change) {
        world.storage.serviceProperties().set(onAccount("acct", "blobServices/write"), change);
    }

    /** Switches the change feed of {@code acct} on. */
    void feed() {
        settings(old -> old.withChangeFeed(new FeedSettings(true, 0)));
    }

    /** Makes an encryption scope of {@code acct}, or sets whether it may be used. */
    public void scope(String name, boolean enabled) {
        world.storage
                .encryptionScopes()
                .put(onAccount("acct", "encryptionScopes/write"), name, Optional.of(enabled), true);
    }
}
