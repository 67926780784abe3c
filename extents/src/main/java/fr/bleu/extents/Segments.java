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
 * their blocks come with the writes) whose runs are lent to writers. Segments of closed epochs are
 * never written.
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
            Optional<Run> found = free.take(least, wanted);
            if (found.isEmpty()) {
                addSegment();
                found = free.take(least, wanted);
            }
            Run run = found.orElseThrow();
            live.get(run.segment()).writers++;
            return run;
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
            for (LiveSegment segment : live.values()) {
                segment.truncate(free.usedBytes(segment.name(), options.segmentBytes()));
                // Else a loss of power would bring the tail back when nobody looks for it.
                segment.sync();
                segment.close();
            }
            live.clear();
        } finally {
            lock.unlock();
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

    /** Closes the file of a segment that has no room and no writers. */
    private void retire(LiveSegment segment) {
        if (segment.writers > 0 || closed || free.has(segment.name())) {
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

    private void refuseWhenClosed() throws IOException {
        if (closed || failed) {
            throw new IOException("the extents are closed, or a sync has failed");
        }
    }
}
