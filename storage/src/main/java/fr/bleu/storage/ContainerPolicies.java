package fr.bleu.storage;

import fr.bleu.trust.Permit;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Policies and legal holds of containers. A locked policy can only be extended, by whomever.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storagerp/blob-containers/create-or-update-immutability-policy">Blob
 *     Containers: immutability policy</a>
 */
public final class ContainerPolicies {
    private static final Pattern HOLD = Pattern.compile("[a-z0-9]{3,23}");

    private final Accounts accounts;
    private final Containers containers;
    private final InstantSource clock;

    ContainerPolicies(Accounts accounts, Containers containers, InstantSource clock) {
        this.accounts = accounts;
        this.containers = containers;
        this.clock = clock;
    }

    /**
     * Lays down an unlocked policy, or replaces one.
     *
     * @param days 1 to 146,000
     * @param etag the policy's as it must be, if that matters
     * @throws fr.bleu.http.Failure 409 when there is a locked one, 412 when the ETag is another
     */
    public Changed<Container> set(Permit permit, int days, Optional<String> etag) {
        requireDays(days);
        return policy(
                permit,
                etag,
                old -> {
                    requireUnlocked(old);
                    return Optional.of(policy(old, days, false));
                });
    }

    /** Locks the policy, for good. */
    public Changed<Container> lock(Permit permit, Optional<String> etag) {
        return policy(permit, etag, old -> Optional.of(policy(old, present(old).days(), true)));
    }

    /**
     * Adds days to a locked policy.
     *
     * @throws fr.bleu.http.Failure 409 for fewer days, or when the policy is not locked
     */
    public Changed<Container> extend(Permit permit, int days, Optional<String> etag) {
        requireDays(days);
        return policy(
                permit,
                etag,
                old -> {
                    ContainerPolicy policy = present(old);
                    if (!policy.locked() || days < policy.days()) {
                        throw StorageError.CONTAINER_IMMUTABILITY_POLICY_LOCKED.failure(
                                "Only a locked policy is extended, and it is never shortened.");
                    }
                    return Optional.of(policy(old, days, true));
                });
    }

    /** Takes an unlocked policy back. */
    public Changed<Container> delete(Permit permit, Optional<String> etag) {
        return policy(
                permit,
                etag,
                old -> {
                    present(old);
                    requireUnlocked(old);
                    return Optional.empty();
                });
    }

    /**
     * Adds legal holds.
     *
     * @param tags 3 to 23 lower-case letters and digits each; ten for a container
     */
    public Changed<Container> setHolds(Permit permit, Collection<String> tags) {
        return change(
                permit,
                old -> {
                    TreeSet<String> holds = new TreeSet<>(old.holds());
                    holds.addAll(tags);
                    boolean named = tags.stream().allMatch(tag -> HOLD.matcher(tag).matches());
                    if (!named || holds.size() > ContainerImmutability.MAX_HOLDS) {
                        throw StorageError.INVALID_INPUT.failure("Legal hold tags.");
                    }
                    if (old.ofVersions()) {
                        throw StorageError.BLOB_OPERATION_NOT_SUPPORTED.failure(
                                "Legal holds are on versions in this container.");
                    }
                    return old.withHolds(holds);
                });
    }

    /** Takes legal holds back. */
    public Changed<Container> clearHolds(Permit permit, Collection<String> tags) {
        return change(
                permit,
                old -> {
                    TreeSet<String> holds = new TreeSet<>(old.holds());
                    holds.removeAll(tags);
                    return old.withHolds(holds);
                });
    }

    /**
     * From now on holds versions one by one, for good.
     *
     * @throws fr.bleu.http.Failure 409 when the account keeps no versions, or the container has a
     *     policy or legal holds of the other kind
     */
    public Changed<Container> holdVersions(Permit permit) {
        return change(
                permit,
                old -> {
                    boolean other = old.policy().isPresent() || !old.holds().isEmpty();
                    if (!old.ofVersions() && (other || !keepsVersions(permit))) {
                        throw StorageError.BLOB_OPERATION_NOT_SUPPORTED.failure(
                                "Versions are held in an account that keeps them, in a container"
                                        + " without a policy and legal holds.");
                    }
                    return old.withVersions();
                });
    }

    private boolean keepsVersions(Permit permit) {
        return accounts.find(permit.target().owner())
                .filter(found -> found.account().settings().service().versioning())
                .isPresent();
    }

    private Changed<Container> policy(
            Permit permit, Optional<String> etag, UnaryOperator<Optional<ContainerPolicy>> change) {
        return change(
                permit,
                old -> {
                    requireEtag(old.policy(), etag);
                    return old.withPolicy(change.apply(old.policy()));
                });
    }

    private Changed<Container> change(Permit permit, UnaryOperator<ContainerImmutability> change) {
        return containers.change(
                permit,
                old ->
                        old.withTraits(
                                old.traits()
                                        .withImmutability(
                                                change.apply(old.traits().immutability()))));
    }

    private ContainerPolicy policy(Optional<ContainerPolicy> old, int days, boolean locked) {
        Stamp modified =
                old.map(it -> Stamp.after(it.modified(), clock)).orElseGet(() -> Stamp.now(clock));
        return new ContainerPolicy(days, locked, modified);
    }

    private static void requireDays(int days) {
        if (days < 1 || days > Immutability.MAX_DAYS) {
            throw StorageError.OUT_OF_RANGE_INPUT.failure("1 to 146,000 days.");
        }
    }

    private static void requireUnlocked(Optional<ContainerPolicy> policy) {
        if (policy.filter(ContainerPolicy::locked).isPresent()) {
            throw StorageError.CONTAINER_IMMUTABILITY_POLICY_LOCKED.failure();
        }
    }

    private static ContainerPolicy present(Optional<ContainerPolicy> policy) {
        return policy.orElseThrow(StorageError.IMMUTABILITY_POLICY_NOT_FOUND::failure);
    }

    private static void requireEtag(Optional<ContainerPolicy> policy, Optional<String> etag) {
        boolean met =
                etag.isEmpty()
                        || policy.filter(
                                        it ->
                                                etag.get().equals("*")
                                                        || etag.get().equals(it.modified().etag()))
                                .isPresent();
        if (!met) {
            throw StorageError.CONDITION_NOT_MET.failure();
        }
    }
}
