package fr.bleu.conformance.cluster;

import fr.bleu.conformance.soak.Gate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.Supplier;

/**
 * Counts the calls of clients that never wait for a fault's end, and for how long any of them was
 * without an acknowledged call.
 */
final class Waits {

    private static final long PAUSE_MILLIS = 20;

    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();
    private final LongAccumulator longestNanos = new LongAccumulator(Math::max, 0);

    /** One client, used by one thread. */
    final class Client {

        /** Since when it has been without an answer; 0: it is not. */
        private long sinceNanos;

        /** Makes one call; empty when it may have been carried out or not. */
        <T> Optional<T> call(Supplier<T> call) {
            long begin = System.nanoTime();
            if (sinceNanos == 0) {
                sinceNanos = begin;
            }
            try {
                T result = call.get();
                acknowledged.incrementAndGet();
                longestNanos.accumulate(System.nanoTime() - sinceNanos);
                sinceNanos = 0;
                return Optional.of(result);
            } catch (RuntimeException e) {
                if (!Gate.isUnanswered(e)) {
                    throw e;
                }
                unanswered.incrementAndGet();
                pause();
                return Optional.empty();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    long acknowledged() {
        return acknowledged.get();
    }

    long unanswered() {
        return unanswered.get();
    }

    /** The longest since it was last asked, in milliseconds. */
    long takeLongestMillis() {
        return longestNanos.getThenReset() / 1_000_000;
    }
}
