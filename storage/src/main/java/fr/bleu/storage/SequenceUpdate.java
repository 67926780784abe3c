package fr.bleu.storage;

/**
 * How Set Blob Properties changes a page blob's sequence number.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/set-blob-properties">Set Blob
 *     Properties</a>
 */
public sealed interface SequenceUpdate {
    /** To the given number, unless it is higher already. */
    record Max(long number) implements SequenceUpdate {}

    /** To the given number. */
    record Update(long number) implements SequenceUpdate {}

    /** By one. */
    record Increment() implements SequenceUpdate {}

    /** It stays. */
    record None() implements SequenceUpdate {}

    /**
     * The new number.
     *
     * @throws fr.bleu.http.Failure 409 SequenceNumberIncrementTooLarge
     */
    default long of(long old) {
        return switch (this) {
            case Max max -> Math.max(old, max.number());
            case Update update -> update.number();
            case Increment increment -> {
                if (old == Long.MAX_VALUE) {
                    throw StorageError.SEQUENCE_NUMBER_INCREMENT_TOO_LARGE.failure();
                }
                yield old + 1;
            }
            case None none -> old;
        };
    }
}
