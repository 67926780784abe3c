package fr.bleu.storage;

import java.time.DateTimeException;
import java.time.LocalDate;

/** The version whose layout a signature has. */
final class SasVersion {
    private static final LocalDate OLDEST = LocalDate.of(2015, 4, 5);

    private final LocalDate date;

    private SasVersion(LocalDate date) {
        this.date = date;
    }

    /**
     * A token's {@code sv}.
     *
     * @throws fr.bleu.http.Failure 403 AuthenticationFailed
     */
    static SasVersion of(SasToken token) {
        LocalDate date;
        try {
            date = LocalDate.parse(token.required("sv"));
        } catch (DateTimeException e) {
            throw SasToken.refused("sv", "is not a version");
        }
        if (date.isBefore(OLDEST)) {
            throw StorageError.AUTHENTICATION_FAILED.failure(
                    "Signatures before version 2015-04-05 are not supported.");
        }
        return new SasVersion(date);
    }

    boolean isFrom(int year, int month, int day) {
        return !date.isBefore(LocalDate.of(year, month, day));
    }
}
