package fr.bleu.extents;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The memory of large uploads: a bounded number of arrays of one size, lent in the order asked. */
final class PartBuffers {

    private final int bytes;
    private final Duration patience;
    private final Semaphore free;
    private final Queue<byte[]> idle = new ConcurrentLinkedQueue<>();

    /**
     * @param patience how long a writer waits for one
     */
    PartBuffers(int bytes, int count, Duration patience) {
        this.bytes = bytes;
        this.patience = patience;
        this.free = new Semaphore(count, true);
    }

    /**
     * Lends an array; its content is arbitrary.
     *
     * @throws ExtentsUnavailableException when none becomes free in time
     */
    byte[] take() throws ExtentsUnavailableException {
        try {
            if (!free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ExtentsUnavailableException("too many large uploads at once", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExtentsUnavailableException("interrupted while waiting for memory", e);
        }
        byte[] found = idle.poll();
        return found == null ? new byte[bytes] : found;
    }

    /** Takes one back; the giver does not touch it again. */
    void give(byte[] buffer) {
        idle.add(buffer);
        free.release();
    }
}
