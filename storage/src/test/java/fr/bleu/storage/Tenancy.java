package fr.bleu.storage;

import static fr.bleu.storage.World.committed;

import fr.bleu.keys.Keys;
import fr.bleu.store.Key;
import fr.bleu.trust.Action;
import fr.bleu.trust.Actions;
import fr.bleu.trust.BuiltInRoles;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import fr.bleu.trust.RoleAssignments;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import fr.bleu.trust.Trust;
import java.util.UUID;

/** Tenants, their roles and accounts, as the operator and the tenants' owners make them. */
final class Tenancy {
    private static final Caller.Operator OPERATOR = new Caller.Operator("root", World.ORIGIN);

    private final Trust trust;
    private final Keys keys;
    private final AccountKeys accountKeys;

    Tenancy(Trust trust, Keys keys, AccountKeys accountKeys) {
        this.trust = trust;
        this.keys = keys;
        this.accountKeys = accountKeys;
    }

    /** Makes the owner's tenant. */
    void bear(Caller.Principal owner) {
        UUID tenant = owner.tenant();
        Permit permit =
                trust.authorizer()
                        .permit(
                                OPERATOR,
                                Actions.TENANT_CREATE,
                                Target.in(Key.PLATFORM, tenant, Scope.of("")));
        Draft draft = new Draft().writes(keys.newTenantKey(tenant)).check(Keys.noTenantKey(tenant));
        trust.roles().first(draft, tenant, wanted(owner, BuiltInRoles.OWNER), Scope.of(""));
        committed(trust.commits().commit(permit, draft));
        // Owner is a control-plane role: the data needs its own.
        grant(owner, owner, "Storage Blob Data Contributor", Scope.of(""));
    }

    void grant(Caller.Principal owner, Caller.Principal principal, String role, Scope scope) {
        UUID id =
                BuiltInRoles.all().stream()
                        .filter(definition -> definition.name().equals(role))
                        .findFirst()
                        .orElseThrow()
                        .id();
        Permit permit =
                trust.authorizer()
                        .permit(owner, Actions.ROLE_ASSIGN, Target.of(owner.tenant(), scope));
        trust.roles().assign(permit, wanted(principal, id));
    }

    private static RoleAssignments.Wanted wanted(Caller.Principal principal, UUID role) {
        return new RoleAssignments.Wanted(
                UUID.randomUUID(), principal.principal(), "ServicePrincipal", role);
    }

    void createAccount(Caller.Principal owner, String name, Scope scope, boolean hierarchical) {
        UUID tenant = owner.tenant();
        UUID id = UUID.randomUUID();
        Permit permit =
                trust.authorizer()
                        .permit(
                                owner,
                                Action.write("Microsoft.Storage/storageAccounts/write"),
                                Target.in(tenant, id, scope));
        Draft draft = new Draft();
        accountKeys.create(draft, tenant, id, name, scope, AccountRules.DEFAULT, hierarchical);
        committed(trust.commits().commit(permit, draft));
    }
}
