package fr.bleu.storage;

import java.util.OptionalLong;

/**
 * What a Put Page asks of the blob's sequence number.
 *
 * @param atMost {@code x-ms-if-sequence-number-le}
 * @param below {@code x-ms-if-sequence-number-lt}
 * @param exactly {@code x-ms-if-sequence-number-eq}
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/put-page">Put Page</a>
 */
public record SequenceConditions(OptionalLong atMost, OptionalLong below, OptionalLong exactly) {
    /** None. */
    public static final SequenceConditions NONE =
            new SequenceConditions(
                    OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    /**
     * Holds the blob to them.
     *
     * @throws fr.bleu.http.Failure 412 SequenceNumberConditionNotMet
     */
    void require(long number) {
        boolean met =
                number <= atMost.orElse(number)
                        && (below.isEmpty() || number < below.getAsLong())
                        && number == exactly.orElse(number);
        if (!met) {
            throw StorageError.SEQUENCE_NUMBER_CONDITION_NOT_MET.failure();
        }
    }
}
