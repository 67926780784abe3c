package fr.bleu.store.postgres;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * When to say that the database's clock was set. A daemon that slews it faster than clocks drift
 * makes each look a small step: that is said when it begins and then hourly, with what has come
 * together since. It has ended when there was no step for ten minutes.
 */
final class ClockSteps {
    static final long CALM_NANOS = Duration.ofMinutes(10).toNanos();
    static final long REPEAT_NANOS = Duration.ofHours(1).toNanos();

    private boolean any;
    private long lastNanos;
    private long saidNanos;
    private long untoldNanos;

    /**
     * Takes a step.
     *
     * @param stepNanos how far the clock was set
     * @param atNanos when that was seen, by a monotonic clock
     * @return what is to be said now, in nanoseconds, if anything
     */
    OptionalLong take(long stepNanos, long atNanos) {
        boolean begins = !any || atNanos - lastNanos >= CALM_NANOS;
        untoldNanos = begins ? stepNanos : untoldNanos + stepNanos;
        any = true;
        lastNanos = atNanos;
        if (!begins && atNanos - saidNanos < REPEAT_NANOS) {
            return OptionalLong.empty();
        }
        long told = untoldNanos;
        untoldNanos = 0;
        saidNanos = atNanos;
        return OptionalLong.of(told);
    }
}
