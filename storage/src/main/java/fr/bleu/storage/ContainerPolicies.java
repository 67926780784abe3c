package fr.bleu.storage;

import fr.bleu.trust.Caller;
import fr.bleu.trust.Permit;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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

    private final Containers containers;
    private final InstantSource clock;

    ContainerPolicies(Containers containers, InstantSource clock) {
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
                    return Optional.of(after(permit, PolicyUpdate.Kind.PUT, old, days));
                });
    }

    /** Locks the policy, for good. */
    public Changed<Container> lock(Permit permit, Optional<String> etag) {
        return policy(
                permit,
                etag,
                old ->
                        present(old).locked()
                                ? old
                                : Optional.of(
                                        after(
                                                permit,
                                                PolicyUpdate.Kind.LOCK,
                                                old,
                                                present(old).days())));
    }

    /**
     * Adds days to a locked policy, five times at most.
     *
     * @throws fr.bleu.http.Failure 409 for fewer days, or when the policy is not locked or was
     *     extended five times
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
                    if (policy.extensions() == ContainerPolicy.MAX_EXTENSIONS) {
                        throw StorageError.CONTAINER_IMMUTABILITY_POLICY_LOCKED.failure(
                                "A locked policy is extended five times at most.");
                    }
                    return Optional.of(after(permit, PolicyUpdate.Kind.EXTEND, old, days));
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
                    List<LegalHold> holds = new ArrayList<>(old.holds());
                    for (String tag : new TreeSet<>(tags)) {
                        if (!HOLD.matcher(tag).matches()) {
                            throw StorageError.INVALID_INPUT.failure("Legal hold tags.");
                        }
                        if (!old.hasHold(tag)) {
                            holds.add(new LegalHold(tag, Stamp.now(clock), by(permit)));
                        }
                    }
                    if (holds.size() > ContainerImmutability.MAX_HOLDS) {
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
                old ->
                        old.withHolds(
                                old.holds().stream()
                                        .filter(hold -> !tags.contains(hold.tag()))
                                        .toList()));
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

    private ContainerPolicy after(
            Permit permit, PolicyUpdate.Kind kind, Optional<ContainerPolicy> old, int days) {
        Stamp at =
                old.map(it -> Stamp.after(it.modified(), clock)).orElseGet(() -> Stamp.now(clock));
        return ContainerPolicy.after(old, new PolicyUpdate(kind, days, at, by(permit)));
    }

    private static String by(Permit permit) {
        return permit.caller() instanceof Caller.Principal principal
                ? principal.principal().toString()
                : "";
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
                                                        || it.modified()
                                                                .etag()
                                                                .equals(quoted(etag.get())))
                                .isPresent();
        if (!met) {
            throw StorageError.CONTAINER_IMMUTABILITY_POLICY_FAILURE.failure();
        }
    }

    /** Shells take the quotes off. */
    private static String quoted(String etag) {
        return etag.startsWith("\"") ? etag : "\"" + etag + "\"";
    }
}
