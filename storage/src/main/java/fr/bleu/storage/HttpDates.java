package fr.bleu.storage;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Dates of request headers. */
public final class HttpDates {
    private HttpDates() {}

    /** An RFC 1123 date; empty if it is none. */
    public static Optional<Instant> parse(String text) {
        try {
            return Optional.of(
                    DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
