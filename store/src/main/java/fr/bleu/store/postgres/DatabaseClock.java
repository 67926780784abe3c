package fr.bleu.store.postgres;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.logging.Logger;

/**
 * The database's time, the same on every node of a stamp: a node's own clock of the day is not
 * asked.
 *
 * <p>A look at the database's clock took place between two readings of this machine's monotonic
 * clock, which bounds how far the one is ahead of the other. Bounds grow as they age, since the two
 * clocks may drift apart, and are narrowed by each look; the middle is told. So it is never wrong
 * by more than {@link #error}, and never steps by more, unless the database's clock itself was set.
 * Without the database it goes on from the last bounds.
 */
final class DatabaseClock implements InstantSource {

    private static final Logger LOG = Logger.getLogger(DatabaseClock.class.getName());

    /** How much two clocks drift apart at most: each is slewed by 500 ppm at most (adjtimex(2)). */
    private static final long DRIFT_PER_NANO = 1_000;

    private static final long NANOS_PER_MICRO = 1_000;

    private final LongSupplier monotonicNanos;

    /** A monotonic clock begins anywhere. */
    private final long originNanos;

    private final ClockSteps steps = new ClockSteps();

    /** Null until the first look. */
    private volatile Bounds bounds;

    /**
     * How far the database's clock is ahead of the monotonic one.
     *
     * @param atNanos when that was so, by the monotonic clock
     */
    private record Bounds(long lowNanos, long highNanos, long atNanos) {

        Bounds agedTo(long nanos) {
            long drift = Math.max(0, nanos - atNanos) / DRIFT_PER_NANO;
            return new Bounds(lowNanos - drift, highNanos + drift, Math.max(atNanos, nanos));
        }

        Bounds narrowedBy(Bounds seen) {
            return new Bounds(
                    Math.max(lowNanos, seen.lowNanos),
                    Math.min(highNanos, seen.highNanos),
                    Math.max(atNanos, seen.atNanos));
        }

        boolean isEmpty() {
            return lowNanos > highNanos;
        }

        long middleNanos() {
            return lowNanos + halfNanos();
        }

        long halfNanos() {
            return (highNanos - lowNanos) / 2;
        }
    }

    DatabaseClock() {
        this(System::nanoTime);
    }

    DatabaseClock(LongSupplier monotonicNanos) {
        this.monotonicNanos = monotonicNanos;
        originNanos = monotonicNanos.getAsLong();
    }

    /** Learns from a look at the database's clock. */
    synchronized void observe(ClockReading reading) {
        long latest = reading.receivedNanos() - originNanos;
        long earliest = reading.sentNanos() - originNanos;
        long databaseNanos = reading.databaseMicros() * NANOS_PER_MICRO;
        Bounds seen =
                new Bounds(
                        databaseNanos - latest, databaseNanos + NANOS_PER_MICRO - earliest, latest);
        if (bounds == null) {
            bounds = seen;
            return;
        }
        Bounds known = bounds.agedTo(latest);
        Bounds both = known.narrowedBy(seen);
        if (both.isEmpty()) {
            steps.take(seen.middleNanos() - known.middleNanos(), latest)
                    .ifPresent(DatabaseClock::warn);
        }
        bounds = both.isEmpty() ? seen : both;
    }

    private static void warn(long nanos) {
        LOG.warning(
                "the database's clock was set, by some "
                        + TimeUnit.NANOSECONDS.toMillis(nanos)
                        + " ms");
    }

    /**
     * @throws IllegalStateException before the first look
     */
    @Override
    public Instant instant() {
        long nanos = monotonicNanos.getAsLong() - originNanos + known().middleNanos();
        return Instant.EPOCH.plusNanos(nanos);
    }

    /** How wrong it may be now. */
    Duration error() {
        long now = monotonicNanos.getAsLong() - originNanos;
        return Duration.ofNanos(known().agedTo(now).halfNanos() + 1);
    }

    private Bounds known() {
        Bounds known = bounds;
        if (known == null) {
            throw new IllegalStateException("the database's clock was not looked at yet");
        }
        return known;
    }
}
