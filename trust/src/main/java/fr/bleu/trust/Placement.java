package fr.bleu.trust;

import java.util.Locale;
import java.util.Set;

/**
 * Whether what was permitted may be placed: in the region that it names, or, where it names none
 * and brings content, where this node stands. Where that depends on what the tenant has left
 * itself, the permit holds as long as the tenant's policy epoch, whoever has it.
 */
final class Placement {
    private static final String VAULTS = "microsoft.keyvault/vaults/";
    private static final String CONTAINERS =
            "microsoft.storage/storageaccounts/blobservices/containers/";

    /** Data actions that are writes, since each has its entry, but bring no content. */
    private static final Set<String> BRINGING_NOTHING =
            Set.of(
                    VAULTS + "secrets/getsecret/action",
                    VAULTS + "secrets/readmetadata/action",
                    VAULTS + "secrets/purge/action",
                    CONTAINERS + "blobs/deleteblobversion/action",
                    CONTAINERS + "blobs/permanentdelete/action");

    private final TenantAccess access;
    private final SovereigntyPolicy policy;

    Placement(TenantAccess access, SovereigntyPolicy policy) {
        this.access = access;
        this.policy = policy;
    }

    /** The permit, or the rule that forbids the place. */
    Decision of(GrantedPermit permit) {
        if (permit.target().place().isPresent()) {
            return at(permit, permit.target().place().get());
        }
        return bringsContent(permit) ? here(permit) : permit;
    }

    private Decision at(GrantedPermit permit, String place) {
        TenantAccess.State state = state(permit);
        return policy.forbids(place, state.narrowed())
                .<Decision>map(rule -> forbidden(rule, place))
                .orElseGet(() -> permit.within(state.epoch()));
    }

    /** The permit, if this node stands where its tenant's content may be. */
    Decision here(GrantedPermit permit) {
        if (policy.hasNodeEverywhere()) {
            return permit;
        }
        TenantAccess.State state = state(permit);
        return policy.excludesThisNode(state.narrowed())
                ? elsewhere()
                : permit.within(state.epoch());
    }

    private TenantAccess.State state(GrantedPermit permit) {
        return access.of(permit.target().tenant(), permit.caller().epoch());
    }

    private static boolean bringsContent(GrantedPermit permit) {
        Action action = permit.action();
        String name = action.name().toLowerCase(Locale.ROOT);
        return action.plane() == Action.Plane.DATA
                && action.effect() == Action.Effect.WRITE
                && !name.endsWith("/delete")
                && !BRINGING_NOTHING.contains(name)
                && !permit.target().isPlatforms();
    }

    private static Denial elsewhere() {
        return new Denial(
                Denial.Reason.POLICY,
                SovereigntyPolicy.RULE_NODE,
                "The sovereignty policy does not allow content of the tenant to be placed by a node"
                        + " in this country.");
    }

    private static Denial forbidden(String rule, String place) {
        return new Denial(
                Denial.Reason.POLICY,
                rule,
                "The sovereignty policy does not allow the location '" + place + "'.");
    }
}
