package fr.bleu.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The earliest and latest commit time of a tree's leaves, in Unix microseconds. */
public record TimeRange(long firstMicros, long lastMicros) {

    /** The earliest, as an instant. */
    public Instant first() {
        return Instant.EPOCH.plus(firstMicros, ChronoUnit.MICROS);
    }

    /** The latest, as an instant. */
    public Instant last() {
        return Instant.EPOCH.plus(lastMicros, ChronoUnit.MICROS);
    }

    TimeRange with(long micros) {
        return new TimeRange(Math.min(firstMicros, micros), Math.max(lastMicros, micros));
    }
}
