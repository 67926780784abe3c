package fr.bleu.extents;

import fr.bleu.store.disk.DiskFile;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A segment that this process writes. One sync serves every writer that was waiting when it began;
 * a failed one is never tried again: the segment refuses all later syncs and the fatal handler
 * stops the process, since what the disk kept is unknown.
 */
final class LiveSegment {

    private final SegmentName name;
    private final DiskFile file;
    private final Consumer<IOException> fatal;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition synced = lock.newCondition();
    private long asked;
    private long done;
    private boolean syncing;
    private IOException failure;

    /** How many writers hold runs here; guarded by {@link Segments}. */
    int writers;

    LiveSegment(SegmentName name, DiskFile file, Consumer<IOException> fatal) {
        this.name = name;
        this.file = file;
        this.fatal = fatal;
    }

    SegmentName name() {
        return name;
    }

    void write(long position, byte[] buffer, int offset, int length) throws IOException {
        file.write(position, buffer, offset, length);
    }

    /** Returns once everything written before the call is durable. */
    void sync() throws IOException {
        lock.lock();
        try {
            long mine = ++asked;
            while (done < mine) {
                refuseAfterFailure();
                if (syncing) {
                    synced.awaitUninterruptibly();
                } else {
                    syncForAll();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    void truncate(long size) throws IOException {
        file.truncate(size);
    }

    void close() throws IOException {
        file.close();
    }

    /** Syncs without the lock, for all who have asked so far. */
    private void syncForAll() throws IOException {
        long upTo = asked;
        syncing = true;
        lock.unlock();
        IOException failed = null;
        try {
            file.force();
        } catch (IOException e) {
            failed = e;
        } finally {
            lock.lock();
            syncing = false;
            synced.signalAll();
        }
        if (failed == null) {
            done = upTo;
        } else {
            failure = failed;
            fatal.accept(failed);
            refuseAfterFailure();
        }
    }

    private void refuseAfterFailure() throws IOException {
        if (failure != null) {
            throw new IOException("a sync of segment " + name.fileName() + " failed", failure);
        }
    }
}
