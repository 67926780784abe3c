package fr.bleu.storage;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

/**
 * When a container or blob was last changed, and with that its ETag. Like Azure's it counts 100 ns
 * from year 1; unlike a commit's sequence number it does not repeat when a backup is restored.
 *
 * @param ticks 100 ns since 0001-01-01T00:00Z
 */
public record Stamp(long ticks) implements Comparable<Stamp> {
    private static final long UNIX_EPOCH_TICKS = 621_355_968_000_000_000L;
    private static final long TICKS_PER_SECOND = 10_000_000;
    private static final int NANOS_PER_TICK = 100;
    private static final DateTimeFormatter EXACT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    /** This moment. */
    static Stamp now(InstantSource clock) {
        return of(clock.instant());
    }

    /** This moment, but later than the stamp that is replaced, so that ETags never repeat. */
    static Stamp after(Stamp previous, InstantSource clock) {
        return new Stamp(Math.max(now(clock).ticks, previous.ticks + 1));
    }

    /** So many seconds later. */
    Stamp plusSeconds(long seconds) {
        return new Stamp(ticks + seconds * TICKS_PER_SECOND);
    }

    /** So many days of 24 hours later. */
    Stamp plusDays(int days) {
        return plusSeconds(days * 86_400L);
    }

    /** The next one, 100 ns later. */
    Stamp next() {
        return new Stamp(ticks + 1);
    }

    /** The ETag in quotes, as headers carry it. */
    public String etag() {
        return "\"" + bareEtag() + "\"";
    }

    /** The ETag without quotes, as lists carry it. */
    public String bareEtag() {
        return "0x" + HexFormat.of().withUpperCase().toHexDigits(ticks, 15);
    }

    /** The moment in whole seconds, as Last-Modified tells it. */
    public Instant second() {
        return Instant.ofEpochSecond((ticks - UNIX_EPOCH_TICKS) / TICKS_PER_SECOND);
    }

    /** The moment, exactly. */
    public Instant instant() {
        long ticks = this.ticks - UNIX_EPOCH_TICKS;
        return Instant.ofEpochSecond(
                Math.floorDiv(ticks, TICKS_PER_SECOND),
                Math.floorMod(ticks, TICKS_PER_SECOND) * NANOS_PER_TICK);
    }

    /** The stamp of a moment; what is below 100 ns is cut. */
    public static Stamp of(Instant moment) {
        return new Stamp(
                UNIX_EPOCH_TICKS
                        + moment.getEpochSecond() * TICKS_PER_SECOND
                        + moment.getNano() / NANOS_PER_TICK);
    }

    /** {@code 2026-11-25T18:30:00.1234567Z}: how snapshots and versions are named. */
    public String text() {
        return EXACT.format(instant()) + 'Z';
    }

    /**
     * Reads what {@link #text} gives; fewer digits of the second are taken, too.
     *
     * @throws java.time.DateTimeException when it is something else
     */
    public static Stamp parse(String text) {
        return of(Instant.parse(text));
    }

    /** RFC 1123 date. */
    public String httpDate() {
        return HTTP_DATE.format(second());
    }

    /** RFC 1123 date of any moment. */
    public static String httpDate(Instant moment) {
        return HTTP_DATE.format(moment);
    }

    @Override
    public int compareTo(Stamp other) {
        return Long.compare(ticks, other.ticks);
    }
}
