package fr.bleu.extents;

import fr.bleu.store.disk.Disk;
import fr.bleu.store.disk.DiskFile;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The segments of the live epoch: preallocated files of one size (sparse: their length is set,
 * their blocks come with the writes) whose runs are lent to writers, again and again as they become
 * free. Only those that are written and the newest one are open.
 */
final class Segments {

    private final Disk disk;
    private final long epoch;
    private final ExtentOptions options;
    private final Consumer<IOException> fatal;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<SegmentName, LiveSegment> live = new HashMap<>();
    private final FreeRuns free = new FreeRuns();
    private int created;
    private boolean closed;
    private volatile boolean failed;

    Segments(Disk disk, long epoch, ExtentOptions options, Consumer<IOException> fatal) {
        this.disk = disk;
        this.epoch = epoch;
        this.options = options;
        this.fatal =
                failure -> {
                    failed = true;
                    fatal.accept(failure);
                };
    }

    /**
     * Lends a run.
     *
     * @param least the smallest that will do, in bytes
     * @param wanted the largest that is wanted
     */
    Run take(int least, int wanted) throws IOException {
        lock.lock();
        try {
            refuseWhenClosed();
            refuseWhenFull();
            Optional<Run> found = free.take(least, wanted);
            if (found.isEmpty()) {
                addSegment();
                found = free.take(least, wanted);
            }
            Run run = found.orElseThrow();
            lend(run);
            return run;
        } finally {
            lock.unlock();
        }
    }

    private void lend(Run run) throws IOException {
        try {
            opened(run.segment()).writers++;
        } catch (IOException e) {
            free.give(run);
            throw Failures.of(e);
        }
    }

    private LiveSegment opened(SegmentName name) throws IOException {
        LiveSegment known = live.get(name);
        if (known == null) {
            known = new LiveSegment(name, disk.open(name.fileName()), fatal);
            live.put(name, known);
        }
        return known;
    }

    /** Takes a run that belonged to an extent, or would have; it is lent again from now on. */
    void giveBack(Run run) {
        lock.lock();
        try {
            if (!closed) {
                free.give(run);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The segment of a run that is lent. */
    LiveSegment segment(SegmentName name) {
        lock.lock();
        try {
            return live.get(name);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends a loan.
     *
     * @param usedBytes how much of the run's beginning now belongs to an extent; the rest is free
     */
    void release(Run run, int usedBytes) {
        lock.lock();
        try {
            int kept = Math.min(run.length(), aligned(usedBytes));
            if (kept < run.length()) {
                free.give(new Run(run.segment(), run.offset() + kept, run.length() - kept));
            }
            LiveSegment segment = live.get(run.segment());
            // After a close there is none.
            if (segment != null) {
                segment.writers--;
                retire(segment);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Cuts the unused tails and closes the files; nothing can be written afterwards. */
    void close() throws IOException {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            for (SegmentName name : free.segments()) {
                cutTail(name, free.usedBytes(name, options.segmentBytes()));
            }
            for (LiveSegment segment : live.values()) {
                segment.close();
            }
            live.clear();
        } finally {
            lock.unlock();
        }
    }

    private void cutTail(SegmentName name, int usedBytes) throws IOException {
        if (usedBytes == options.segmentBytes()) {
            return;
        }
        LiveSegment segment = opened(name);
        segment.truncate(usedBytes);
        // Else a loss of power would bring the tail back when nobody looks for it.
        segment.sync();
        if (usedBytes == 0) {
            disk.delete(name.fileName());
        }
    }

    private void addSegment() throws IOException {
        free.forgetBelow(smallestRun(options));
        // What was forgotten may have been the last room of segments that nobody writes.
        List.copyOf(live.values()).forEach(this::retire);
        SegmentName name = new SegmentName(epoch, created++);
        DiskFile file = preallocate(name);
        try {
            disk.forceFolder("");
        } catch (IOException e) {
            fatal.accept(e);
            throw e;
        }
        live.put(name, new LiveSegment(name, file, fatal));
        free.give(new Run(name, 0, options.segmentBytes()));
    }

    private DiskFile preallocate(SegmentName name) throws IOException {
        try {
            DiskFile file = disk.create(name.fileName());
            try {
                file.write(options.segmentBytes() - 1L, new byte[1], 0, 1);
                return file;
            } catch (IOException e) {
                file.close();
                disk.delete(name.fileName());
                throw e;
            }
        } catch (IOException e) {
            throw Failures.of(e);
        }
    }

    /** Closes the file of a segment that has no writers, unless it is the one that fills. */
    private void retire(LiveSegment segment) {
        boolean fills = segment.name().number() == created - 1 && free.has(segment.name());
        if (segment.writers > 0 || closed || fills) {
            return;
        }
        live.remove(segment.name());
        try {
            segment.close();
        } catch (IOException e) {
            // Everything in it was synced before its writers finished.
            System.getLogger(Segments.class.getName())
                    .log(System.Logger.Level.WARNING, "closing a full segment failed", e);
        }
    }

    /** The smallest free piece that an extent begins in. */
    static int smallestRun(ExtentOptions options) {
        return Math.max(options.alignBytes(), options.firstRunBytes() / 16);
    }

    private int aligned(int bytes) {
        int align = options.alignBytes();
        return (bytes + align - 1) / align * align;
    }

    private void refuseWhenFull() throws IOException {
        if (disk.usableBytes() < options.reserveBytes()) {
            throw new DiskFullException("the disk's reserve is not for extents", null);
        }
    }

    private void refuseWhenClosed() throws IOException {
        if (closed || failed) {
            throw new IOException("the extents are closed, or a sync has failed");
        }
    }
}
