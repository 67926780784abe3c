package fr.bleu.storage;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How the thread of a background work goes about it: it can be stopped at any time, rests as long
 * as it works, and goes on after a failure, which is said.
 */
final class Pace {
    private static final long LONGEST_REST_NANOS = Duration.ofMillis(200).toNanos();

    private final System.Logger log;
    private final String failed;
    private final CountDownLatch stop = new CountDownLatch(1);
    private long workBegan = System.nanoTime();

    /**
     * @param failed what the log says of a failure
     */
    Pace(System.Logger log, String failed) {
        this.log = log;
        this.failed = failed;
    }

    boolean isStopped() {
        return stop.getCount() == 0;
    }

    /** Waits; whether the work is to end. */
    boolean isStoppedWithin(Duration wait) {
        boolean stopped = waited(wait.toNanos());
        workBegan = System.nanoTime();
        return stopped;
    }

    private boolean waited(long nanos) {
        try {
            return stop.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /**
     * Rests for as long as the last piece of work took.
     *
     * @throws CancellationException when the work is to end; {@link #quietly} takes it
     */
    void rest() {
        long worked = System.nanoTime() - workBegan;
        if (waited(Math.min(worked, LONGEST_REST_NANOS))) {
            throw new CancellationException();
        }
        workBegan = System.nanoTime();
    }

    /** Works; what fails is tried again by whoever calls next. */
    void quietly(Runnable work) {
        try {
            work.run();
        } catch (CancellationException e) {
            // Closing; what is left waits for the next start.
        } catch (RuntimeException e) {
            if (!isStopped()) {
                log.log(Level.WARNING, failed, e);
            }
        }
    }

    /** Ends the work, from whichever thread. */
    void stop() {
        stop.countDown();
    }
}
