package fr.bleu.trust;

import fr.bleu.store.Key;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides: role assignments, account keys, signatures, the operator's few actions, then the
 * sovereignty policy. Denies unless permitted. Refusals of authenticated callers become ledger
 * entries, and data-plane reads are counted for the ledger, here and not in the services. An
 * operator's read has its entry before the permit is given. What a vault does has an entry of its
 * own, by the vault's commit or {@link Commits#record}.
 */
public final class Authorizer {

    private static final String BLOB_SERVICES = "microsoft.storage/storageaccounts/blobservices/";
    private static final String CONTAINERS = BLOB_SERVICES + "containers/";

    /** What the Blob service's protocol does to the service itself. */
    private static final Set<String> SERVICE_ACTIONS =
            Set.of(
                    BLOB_SERVICES + "read",
                    BLOB_SERVICES + "write",
                    BLOB_SERVICES + "getinfo/action");

    private static final String VAULTS = "microsoft.keyvault/vaults/";

    private final TenantAccess access;
    private final SovereigntyPolicy policy;
    private final Placement placement;
    private final Observations observations;
    private final Journal journal;

    Authorizer(
            TenantAccess access,
            SovereigntyPolicy policy,
            Placement placement,
            Observations observations,
            Journal journal) {
        this.access = access;
        this.policy = policy;
        this.placement = placement;
        this.observations = observations;
        this.journal = journal;
    }

    /** Decides without recording anything. */
    public Decision decide(Caller caller, Action action, Target target) {
        Decision decision =
                switch (caller) {
                    case Caller.Anonymous anonymous -> asAnyone(anonymous, action, target);
                    case Caller.Principal principal -> byRole(principal, action, target);
                    case Caller.AccountKey key -> byAccountKey(key, action, target);
                    case Caller.SharedAccess shared -> bySignature(shared, action, target);
                    case Caller.Delegated delegated -> byDelegation(delegated, action, target);
                    case Caller.Operator operator -> asOperator(operator, action, target);
                    case Caller.Platform _ -> notPermitted("bleu.upkeep", action, target);
                };
        return decision instanceof GrantedPermit permit ? underPolicy(permit) : decision;
    }

    /**
     * Decides, and records a refusal.
     *
     * @throws DeniedException when the answer is no
     * @throws UnavailableException when an operator's read cannot be recorded
     */
    public Permit permit(Caller caller, Action action, Target target) {
        return switch (decide(caller, action, target)) {
            case Denial denial -> {
                observations.refused(caller, action, target, denial);
                throw new DeniedException(denial);
            }
            case GrantedPermit permit -> {
                note(permit);
                yield permit;
            }
        };
    }

    /**
     * Refuses, and records, to bring content from where no transfer may come from. The policy's
     * version 1 permits none: neither from outside the platform nor from another tenant.
     *
     * @param destination leave to write where the content would have gone
     * @param rule {@link SovereigntyPolicy#RULE_TRANSFER_OUTSIDE} or {@link
     *     SovereigntyPolicy#RULE_TRANSFER_TENANT}
     */
    public DeniedException transferRefused(Permit destination, String rule) {
        Denial denial =
                new Denial(
                        Denial.Reason.POLICY,
                        rule,
                        "The sovereignty policy does not allow this transfer (" + rule + ").");
        observations.refused(
                destination.caller(), destination.action(), destination.target(), denial);
        return new DeniedException(denial);
    }

    /** Decides what was permitted by what holds now, whatever was read with the caller. */
    Decision decideAnew(GrantedPermit permit) {
        return switch (permit.caller()) {
            case Caller.Platform _ -> placement.here(permit.anew());
            case Caller caller -> decide(caller.withoutEpoch(), permit.action(), permit.target());
        };
    }

    /** Refused after all, by a newer epoch. */
    DeniedException refused(GrantedPermit permit, Denial denial) {
        observations.refused(permit.caller(), permit.action(), permit.target(), denial);
        return new DeniedException(denial);
    }

    private void note(GrantedPermit permit) {
        if (permit.action().effect() != Action.Effect.READ) {
            return;
        }
        if (permit.caller() instanceof Caller.Operator) {
            journal.append(
                    Key.PLATFORM,
                    java.util.List.of(Entry.of(permit, Entry.Result.INTENDED, Map.of())));
        } else if (permit.action().plane() == Action.Plane.DATA && !isVaults(permit.action())) {
            observations.read(permit);
        }
    }

    private static boolean isVaults(Action action) {
        return action.name().toLowerCase(Locale.ROOT).startsWith(VAULTS);
    }

    private Decision byRole(Caller.Principal caller, Action action, Target target) {
        if (!caller.tenant().equals(target.tenant()) || target.isPlatforms()) {
            return wrongTenant();
        }
        if (Actions.isPlatforms(action)) {
            return notPermitted("bleu.operator", action, target);
        }
        TenantAccess.State state = access.of(caller.tenant(), caller.epoch());
        // What anyone may do concerns the tenant's own records, never an account's or a vault's.
        if (Actions.isSelf(action) && target.owner().equals(target.tenant())) {
            return permit(caller, action, target, "self", state);
        }
        for (RoleAssignment assignment : state.grantsOf(caller.principal())) {
            if (grants(assignment, action, target)) {
                return permit(caller, action, target, assignment.id().toString(), state);
            }
        }
        return notPermitted("bleu.role", action, target);
    }

    private static boolean grants(RoleAssignment assignment, Action action, Target target) {
        return assignment.scope().contains(target.scope())
                && BuiltInRoles.find(assignment.role())
                        .filter(role -> role.permits(action))
                        .isPresent();
    }

    private static Permit permit(
            Caller caller, Action action, Target target, String rule, TenantAccess.State state) {
        return new GrantedPermit(
                caller, action, target, Set.of(), rule, Optional.of(state.epoch()));
    }

    private Decision byAccountKey(Caller.AccountKey caller, Action action, Target target) {
        if (!caller.tenant().equals(target.tenant())) {
            return wrongTenant();
        }
        boolean inside =
                caller.account().equals(target.owner()) && caller.scope().contains(target.scope());
        if (!inside || !isAccountsData(action)) {
            return notPermitted("bleu.account-key", action, target);
        }
        return new GrantedPermit(caller, action, target, Set.of(), "account-key", Optional.empty());
    }

    /**
     * What the Blob service's own protocol does. Azure counts containers and the service's
     * properties among control-plane actions, and an account's key opens them all the same.
     */
    private static boolean isAccountsData(Action action) {
        String name = action.name().toLowerCase(Locale.ROOT);
        return action.plane() == Action.Plane.DATA
                || name.startsWith(CONTAINERS)
                || SERVICE_ACTIONS.contains(name);
    }

    private Decision bySignature(Caller.SharedAccess caller, Action action, Target target) {
        if (!caller.tenant().equals(target.tenant())) {
            return wrongTenant();
        }
        boolean inside =
                caller.account().equals(target.owner()) && caller.scope().contains(target.scope());
        if (!inside || !caller.actions().contains(action)) {
            return notPermitted("bleu.sas", action, target);
        }
        return new GrantedPermit(
                caller, action, target, caller.obligations(), "sas", Optional.empty());
    }

    /** What the signature says, and what its signer's roles say now. */
    private Decision byDelegation(Caller.Delegated caller, Action action, Target target) {
        if (!caller.tenant().equals(target.tenant())) {
            return wrongTenant();
        }
        boolean inside =
                caller.account().equals(target.owner()) && caller.scope().contains(target.scope());
        Action needed = caller.actions().get(action);
        if (!inside || needed == null) {
            return notPermitted("bleu.sas", action, target);
        }
        TenantAccess.State state = access.of(caller.tenant(), caller.epoch());
        for (RoleAssignment assignment : state.grantsOf(caller.signer())) {
            if (grants(assignment, needed, target)) {
                return permit(caller, action, target, assignment.id().toString(), state);
            }
        }
        return notPermitted("bleu.role", action, target);
    }

    private Decision asOperator(Caller.Operator caller, Action action, Target target) {
        boolean ofPlatform =
                target.isPlatforms()
                        && (action.equals(Actions.TENANT_CREATE)
                                || target.owner().equals(Key.PLATFORM));
        if (!ofPlatform || !Actions.isOperators(action)) {
            return notPermitted("bleu.operator", action, target);
        }
        return new GrantedPermit(caller, action, target, Set.of(), "operator", Optional.empty());
    }

    /** Whoever shows no credential reads what is open, and nothing else. */
    private static Decision asAnyone(Caller.Anonymous caller, Action action, Target target) {
        if (!target.open() || action.effect() != Action.Effect.READ) {
            return new Denial(
                    Denial.Reason.UNAUTHENTICATED, "bleu.credential", "A credential is needed.");
        }
        return new GrantedPermit(caller, action, target, Set.of(), "public", Optional.empty());
    }

    private Decision underPolicy(GrantedPermit permit) {
        if (permit.target().open() && !policy.allowsPublicData()) {
            return new Denial(
                    Denial.Reason.POLICY,
                    SovereigntyPolicy.RULE_PUBLIC,
                    "The sovereignty policy does not allow public data.");
        }
        return placement.of(permit);
    }

    private static Denial wrongTenant() {
        return new Denial(
                Denial.Reason.WRONG_TENANT,
                "bleu.tenant",
                "The credential belongs to another tenant.");
    }

    private static Denial notPermitted(String rule, Action action, Target target) {
        return new Denial(
                Denial.Reason.NOT_PERMITTED,
                rule,
                "The caller may not perform the action '"
                        + action.name()
                        + "' over the scope '"
                        + target.scope().path()
                        + "'.");
    }
}
