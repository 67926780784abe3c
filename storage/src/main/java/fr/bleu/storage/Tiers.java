package fr.bleu.storage;

import fr.bleu.trust.Permit;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Set Blob Tier.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/set-blob-tier">Set Blob
 *     Tier</a>
 */
public final class Tiers {
    private final StateChanges changes;
    private final InstantSource clock;

    Tiers(StateChanges changes, InstantSource clock) {
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * Moves the blob, or what it was, to a tier; out of the archive it is only on its way then.
     *
     * @throws fr.bleu.http.Failure 409 InvalidBlobType for what is no block blob
     */
    public Changed<Blob> set(
            Permit permit,
            Moment moment,
            AccessTier.Tier tier,
            Optional<AccessTier.Priority> priority,
            Conditions conditions) {
        return changes.make(
                permit,
                moment,
                new StateChanges.Change(
                        container -> {},
                        blob -> conditions.forEdit(blob, Stamp.now(clock)),
                        old -> in(old, moved(old, tier, priority))));
    }

    /** The blob in a tier. */
    static Blob in(Blob blob, AccessTier tier) {
        return blob.withTraits(blob.traits().withTier(Optional.of(tier)));
    }

    private AccessTier moved(
            Blob blob, AccessTier.Tier tier, Optional<AccessTier.Priority> priority) {
        BlobType.BLOCK.require(blob);
        Stamp now = Stamp.now(clock);
        Optional<AccessTier> old = blob.traits().tier().map(it -> it.at(now));
        if (old.isEmpty() || old.get().tier() != AccessTier.Tier.ARCHIVE) {
            return AccessTier.set(tier, now);
        }
        return old.get().rehydration().isPresent()
                ? hastened(old.get(), tier, priority, now)
                : rehydrating(old.get(), tier, priority, now);
    }

    private static AccessTier rehydrating(
            AccessTier archived,
            AccessTier.Tier tier,
            Optional<AccessTier.Priority> priority,
            Stamp now) {
        if (tier == AccessTier.Tier.ARCHIVE) {
            return archived;
        }
        AccessTier.Priority given = priority.orElse(AccessTier.Priority.STANDARD);
        return new AccessTier(
                archived.tier(),
                archived.since(),
                Optional.of(
                        new AccessTier.Rehydration(tier, given, now.plusSeconds(given.seconds()))));
    }

    /** What is under way can be made faster, and neither stopped nor led elsewhere. */
    private static AccessTier hastened(
            AccessTier underWay,
            AccessTier.Tier tier,
            Optional<AccessTier.Priority> priority,
            Stamp now) {
        AccessTier.Rehydration old = underWay.rehydration().orElseThrow();
        if (old.to() != tier) {
            throw StorageError.BLOB_BEING_REHYDRATED.failure();
        }
        if (priority.isEmpty() || priority.get() != AccessTier.Priority.HIGH) {
            return underWay;
        }
        Stamp soon = now.plusSeconds(AccessTier.Priority.HIGH.seconds());
        Stamp ends = soon.compareTo(old.ends()) < 0 ? soon : old.ends();
        return new AccessTier(
                underWay.tier(),
                underWay.since(),
                Optional.of(new AccessTier.Rehydration(tier, AccessTier.Priority.HIGH, ends)));
    }

    /** Whether a blob's data cannot be read or changed. */
    static boolean isArchived(Blob blob, Stamp now) {
        return blob.traits()
                .tier()
                .filter(tier -> tier.at(now).tier() == AccessTier.Tier.ARCHIVE)
                .isPresent();
    }

    /**
     * @throws fr.bleu.http.Failure 409 BlobArchived, or 409 BlobBeingRehydrated on the way back
     */
    static void requireOnline(Blob blob, Stamp now) {
        if (isArchived(blob, now)) {
            boolean underWay = blob.traits().tier().orElseThrow().rehydration().isPresent();
            throw (underWay ? StorageError.BLOB_BEING_REHYDRATED : StorageError.BLOB_ARCHIVED)
                    .failure();
        }
    }
}
