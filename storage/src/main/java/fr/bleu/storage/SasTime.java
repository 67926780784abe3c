package fr.bleu.storage;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * Times of signatures and stored access policies.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/formatting-datetime-values">Formatting
 *     DateTime values</a>
 */
public final class SasTime {
    private static final int MAX_CHARS = 40;
    private static final int DATE_CHARS = "2026-11-23".length();

    private static final DateTimeFormatter TO_100_NS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private SasTime() {}

    /** ISO 8601 in UTC or with an offset; a date alone is its first moment. */
    public static Optional<Instant> parse(String text) {
        if (text.length() > MAX_CHARS) {
            return Optional.empty();
        }
        try {
            return Optional.of(moment(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant moment(String text) {
        if (text.length() == DATE_CHARS) {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        return text.endsWith("Z")
                ? LocalDateTime.parse(text.substring(0, text.length() - 1))
                        .toInstant(ZoneOffset.UTC)
                : OffsetDateTime.parse(text).toInstant();
    }

    /** In whole seconds, as signatures hold times. */
    public static String second(Instant moment) {
        return DateTimeFormatter.ISO_INSTANT.format(moment.truncatedTo(ChronoUnit.SECONDS));
    }

    /** With seven decimals, as stored access policies are told. */
    public static String format(Instant moment) {
        return TO_100_NS.format(moment);
    }
}
