package fr.bleu.storage;

import fr.bleu.trust.Permit;
import java.util.Optional;
import java.util.function.Function;

/**
 * Set and Delete Blob Immutability Policy, Set Blob Legal Hold. None changes the blob's ETag, and a
 * lease does not stand in their way.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/set-blob-immutability-policy">Set
 *     Blob Immutability Policy</a>
 */
public final class BlobHolds {
    private final BlobCommits commits;

    BlobHolds(BlobCommits commits) {
        this.commits = commits;
    }

    /** Lays down a policy; a locked one is only lengthened. */
    public Changed<Blob> setPolicy(Permit permit, Immutability policy, Conditions conditions) {
        return change(permit, conditions, traits -> traits.withImmutability(Optional.of(policy)));
    }

    /** Takes an unlocked policy back. */
    public Changed<Blob> deletePolicy(Permit permit) {
        return change(permit, Conditions.NONE, traits -> traits.withImmutability(Optional.empty()));
    }

    /** Holds the blob without an end, or ends that. */
    public Changed<Blob> setLegalHold(Permit permit, boolean held) {
        return change(permit, Conditions.NONE, traits -> traits.withLegalHold(held));
    }

    private Changed<Blob> change(
            Permit permit, Conditions conditions, Function<Traits, Traits> change) {
        return commits.changeLeased(
                permit,
                conditions,
                (found, old) -> {
                    if (!found.container().traits().immutability().ofVersions()) {
                        throw StorageError.BLOB_OPERATION_NOT_SUPPORTED.failure(
                                "The container does not hold versions one by one.");
                    }
                    return BlobEdit.of(
                            old.withTraits(change.apply(old.traits())),
                            Retirement.Effect.PROPERTIES);
                });
    }
}
