package fr.bleu.storage;

import fr.bleu.trust.Permit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Lease Blob and Lease Container. Neither changes an ETag or a time. */
public final class Leases {
    private final BlobCommits blobs;
    private final Containers containers;
    private final InstantSource clock;

    Leases(BlobCommits blobs, Containers containers, InstantSource clock) {
        this.blobs = blobs;
        this.containers = containers;
        this.clock = clock;
    }

    /** Leases a blob. */
    public Changed<Blob> ofBlob(Permit permit, LeaseAction action, Conditions conditions) {
        return blobs.changeLeased(
                permit,
                conditions,
                (found, old) -> {
                    Optional<Lease> lease = LeaseRules.after(action, old.traits().lease(), now());
                    return BlobEdit.of(
                            old.withTraits(old.traits().withLease(lease)),
                            Retirement.Effect.PROPERTIES);
                });
    }

    /** Leases a container. */
    public Changed<Container> ofContainer(
            Permit permit, LeaseAction action, Conditions conditions) {
        return containers.change(
                permit,
                old -> {
                    conditions.forEdit(Optional.of(old.modified()));
                    Optional<Lease> lease = LeaseRules.after(action, old.traits().lease(), now());
                    return old.withTraits(old.traits().withLease(lease));
                });
    }

    /** Seconds until a lease that was broken is over, rounded up. */
    public int secondsLeft(Lease broken) {
        Duration left = Duration.between(clock.instant(), broken.breaksAt().instant());
        return left.isNegative() ? 0 : Math.toIntExact(left.plusNanos(999_999_999).toSeconds());
    }

    private Stamp now() {
        return Stamp.now(clock);
    }
}
