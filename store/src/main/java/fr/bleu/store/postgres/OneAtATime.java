package fr.bleu.store.postgres;

import fr.bleu.store.StoreFailedException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Work that waits inside the database, for a standby or a turn: one thread of a node does it at a
 * time, so that it takes one connection and one place in the queue however many want it.
 */
final class OneAtATime {

    /** As long as such work itself may wait. */
    private static final int PATIENCE_SECONDS = 3;

    private final ReentrantLock lock = new ReentrantLock();

    /**
     * @throws StoreFailedException when its turn does not come in time
     */
    <T> T run(Supplier<T> work) {
        lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private void lock() {
        try {
            if (lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new StoreFailedException("the database lets others wait already", null);
    }
}
