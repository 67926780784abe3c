package fr.bleu.storage;

import fr.bleu.trust.Permit;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Set and Delete Blob Immutability Policy, Set Blob Legal Hold, of blobs, snapshots and versions.
 * None changes the ETag, and a lease does not stand in their way.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/set-blob-immutability-policy">Set
 *     Blob Immutability Policy</a>
 */
public final class BlobHolds {
    private final StateChanges changes;

    BlobHolds(StateChanges changes) {
        this.changes = changes;
    }

    /** Lays down a policy; a locked one is only lengthened. */
    public Changed<Blob> setPolicy(
            Permit permit, Moment moment, Immutability policy, Conditions conditions) {
        return change(permit, moment, conditions, it -> it.withImmutability(Optional.of(policy)));
    }

    /** Takes an unlocked policy back. */
    public Changed<Blob> deletePolicy(Permit permit, Moment moment) {
        return change(permit, moment, Conditions.NONE, it -> it.withImmutability(Optional.empty()));
    }

    /** Holds the blob without an end, or ends that. */
    public Changed<Blob> setLegalHold(Permit permit, Moment moment, boolean held) {
        return change(permit, moment, Conditions.NONE, it -> it.withLegalHold(held));
    }

    private Changed<Blob> change(
            Permit permit, Moment moment, Conditions conditions, UnaryOperator<Traits> change) {
        return changes.make(
                permit,
                moment,
                new StateChanges.Change(
                        BlobHolds::requireHoldable,
                        conditions::forEditLeased,
                        old -> old.withTraits(change.apply(old.traits()))));
    }

    private static void requireHoldable(Container container) {
        if (!container.traits().immutability().ofVersions()) {
            throw StorageError.BLOB_OPERATION_NOT_SUPPORTED.failure(
                    "The container does not hold versions one by one.");
        }
    }
}
