package fr.bleu.trust;

import fr.bleu.store.Key;
import java.util.Optional;
import java.util.UUID;

/**
 * What a permit is asked for, and the only thing that a change made with it may touch.
 *
 * @param tenant the tenant that the scope belongs to
 * @param owner the owner of the records: the tenant, or one of its storage accounts or vaults
 * @param scope what the action is about
 * @param place the region that the request wants to place something in, if it does
 * @param open whether what the action is about is open to everybody, or is to be
 */
public record Target(UUID tenant, UUID owner, Scope scope, Optional<String> place, boolean open) {

    /** A target whose records are the tenant's own. */
    public static Target of(UUID tenant, Scope scope) {
        return new Target(tenant, tenant, scope, Optional.empty(), false);
    }

    /** A target whose records belong to an account or vault. */
    public static Target in(UUID tenant, UUID owner, Scope scope) {
        return new Target(tenant, owner, scope, Optional.empty(), false);
    }

    /** The same target, with the region that the request names. */
    public Target placed(String region) {
        return new Target(tenant, owner, scope, Optional.of(region), open);
    }

    /** The same target, which its owner has opened, or wants to open, to everybody. */
    public Target opened() {
        return new Target(tenant, owner, scope, place, true);
    }

    /** Whether the platform itself is the tenant. */
    boolean isPlatforms() {
        return tenant.equals(Key.PLATFORM);
    }
}
