package fr.bleu.storage;

import fr.bleu.http.Failure;
import fr.bleu.http.Headers;

/** Words what is wrong with a copy's source, apart from what is wrong with the request itself. */
public final class CopySourceFailures {
    private CopySourceFailures() {}

    /**
     * The refusal of a request whose source refused: CannotVerifyCopySource with the source's
     * status, and its code in a header of its own.
     *
     * @see <a
     *     href="https://learn.microsoft.com/rest/api/storageservices/put-blob-from-url">x-ms-copy-source-error-code</a>
     */
    public static Failure of(Failure source) {
        Headers headers =
                Headers.EMPTY
                        .with("x-ms-copy-source-status-code", Integer.toString(source.status()))
                        .with("x-ms-copy-source-error-code", source.code());
        return new Failure(
                source.status(),
                StorageError.CANNOT_VERIFY_COPY_SOURCE.code(),
                source.getMessage(),
                headers);
    }

    /** Holds a source to its conditions; a source that was not modified is refused, too. */
    static void require(Conditions conditions, Blob source, Stamp now) {
        try {
            conditions.forRead(source, now);
        } catch (Failure unmet) {
            if (unmet.status() == 304 || unmet.status() == 412) {
                throw StorageError.SOURCE_CONDITION_NOT_MET.failure();
            }
            throw unmet;
        }
        if (RunningCopies.isPending(source)) {
            throw StorageError.PENDING_COPY_OPERATION.failure();
        }
    }
}
