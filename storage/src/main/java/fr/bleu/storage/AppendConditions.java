package fr.bleu.storage;

import java.util.OptionalLong;

/**
 * What an append asks of the blob beside the general conditions.
 *
 * @param maxBytes the blob must not become longer
 * @param position where the block must begin
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/append-block">Append Block</a>
 */
public record AppendConditions(OptionalLong maxBytes, OptionalLong position) {
    /** None. */
    public static final AppendConditions NONE =
            new AppendConditions(OptionalLong.empty(), OptionalLong.empty());

    /**
     * Holds the blob to them.
     *
     * @param length of the blob
     * @param more bytes that are appended
     * @throws fr.bleu.http.Failure 412 AppendPositionConditionNotMet, MaxBlobSizeConditionNotMet
     */
    void require(long length, long more) {
        if (position.isPresent() && position.getAsLong() != length) {
            throw StorageError.APPEND_POSITION_CONDITION_NOT_MET.failure();
        }
        if (maxBytes.isPresent() && length > maxBytes.getAsLong() - more) {
            throw StorageError.MAX_BLOB_SIZE_CONDITION_NOT_MET.failure();
        }
    }
}
