package fr.bleu.conformance.soak;

import com.azure.storage.blob.models.BlobStorageException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What stands between the load and a cloud that is killed: it tells an answer from a broken
 * connection, and holds callers back while the cloud is down.
 */
public final class Gate {

    private static final long PATIENCE_MILLIS = 120_000;
    private static final long PAUSE_MILLIS = 50;
    private static final int BUSY = 503;

    private final long settleMillis;
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong broken = new AtomicLong();
    private final AtomicLong busy = new AtomicLong();
    private volatile boolean up = true;
    private final AtomicInteger restarts = new AtomicInteger();

    /** Before a cloud of one process, whose requests end with it. */
    public Gate() {
        this(0);
    }

    /**
     * @param settleMillis for how long a request that a client has lost may still be worked on,
     *     once the cloud is up
     */
    public Gate(long settleMillis) {
        this.settleMillis = settleMillis;
    }

    /** To be called before a kill. */
    public void down() {
        up = false;
    }

    /** To be called when the cloud is up again. */
    public void up() {
        restarts.incrementAndGet();
        up = true;
    }

    int restarts() {
        return restarts.get();
    }

    /** Answered calls, broken ones, and those answered 503. */
    public String counts() {
        return calls + " calls answered, " + broken + " broken off, " + busy + " told to wait";
    }

    /** Calls that were answered. */
    public long answered() {
        return calls.get();
    }

    /** Calls whose outcome is not known. */
    public long unanswered() {
        return broken.get() + busy.get();
    }

    /** Whether a failed call may have been carried out: it was broken off, or answered 503. */
    public static boolean isUnanswered(RuntimeException failure) {
        return failure instanceof BlobStorageException answer
                ? answer.getStatusCode() == BUSY
                : isBroken(failure);
    }

    /**
     * Makes one call; false when its outcome is unknown. Then the cloud is up again, and what the
     * call did not do by now it never will: the process that had it is dead, or refused it.
     *
     * @throws BlobStorageException the cloud's refusal
     */
    boolean attempt(Runnable call) {
        try {
            call.run();
            calls.incrementAndGet();
            return true;
        } catch (BlobStorageException e) {
            if (e.getStatusCode() != BUSY) {
                throw e;
            }
            busy.incrementAndGet();
        } catch (RuntimeException e) {
            if (!isBroken(e)) {
                throw e;
            }
            broken.incrementAndGet();
        }
        awaitUp();
        return false;
    }

    /** Calls until an answer comes; for what may be done twice. */
    <T> T ask(Supplier<T> call) {
        Holder<T> holder = new Holder<>();
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!attempt(() -> holder.value = call.get())) {
            if (System.currentTimeMillis() > deadline) {
                throw new AssertionError("no answer in " + PATIENCE_MILLIS + " ms");
            }
        }
        return holder.value;
    }

    private static final class Holder<T> {
        T value;
    }

    /** A dead server shows as an I/O error somewhere below the SDK's wrappers. */
    private static boolean isBroken(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }

    private void awaitUp() {
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        do {
            pause();
            if (System.currentTimeMillis() > deadline) {
                throw new AssertionError("the cloud is not up again");
            }
        } while (!up);
        sleep(settleMillis);
    }

    private static void pause() {
        sleep(PAUSE_MILLIS);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
