package fr.bleu.extents;

import fr.bleu.store.disk.Disk;
import fr.bleu.store.disk.DiskFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Open segments for reading, shared; the least recently used idle ones are closed first. */
final class SegmentReaders {

    private static final int MOST_OPEN = 128;

    private static final class Handle {
        private final DiskFile file;
        private int users;
        private boolean forgotten;

        Handle(DiskFile file) {
            this.file = file;
        }
    }

    private final Disk disk;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<SegmentName, Handle> open = new LinkedHashMap<>(16, 0.75f, true);
    private boolean closed;

    SegmentReaders(Disk disk) {
        this.disk = disk;
    }

    /**
     * Reads exactly {@code length} bytes.
     *
     * @throws ExtentDamagedException when segment or bytes are not there
     */
    void read(SegmentName segment, long position, byte[] buffer, int offset, int length)
            throws IOException {
        Handle handle = acquire(segment);
        try {
            if (handle.file.read(position, buffer, offset, length) < length) {
                throw new ExtentDamagedException("segment " + segment.fileName() + " is cut");
            }
        } finally {
            release(handle);
        }
    }

    /** Closes an unlinked segment as soon as nobody reads it: until then it takes space. */
    void forget(SegmentName segment) {
        lock.lock();
        try {
            Handle handle = open.remove(segment);
            if (handle != null) {
                handle.forgotten = true;
                if (handle.users == 0) {
                    closeQuietly(handle);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            trim(0);
        } finally {
            lock.unlock();
        }
    }

    private Handle acquire(SegmentName segment) throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new IOException("the extents are closed");
            }
            Handle handle = open.get(segment);
            if (handle == null) {
                trim(MOST_OPEN - 1);
                handle = new Handle(openFile(segment));
                open.put(segment, handle);
            }
            handle.users++;
            return handle;
        } finally {
            lock.unlock();
        }
    }

    private DiskFile openFile(SegmentName segment) throws IOException {
        try {
            return disk.open(segment.fileName());
        } catch (NoSuchFileException e) {
            throw new ExtentDamagedException("segment " + segment.fileName() + " is missing");
        }
    }

    private void release(Handle handle) {
        lock.lock();
        try {
            handle.users--;
            if (handle.forgotten && handle.users == 0) {
                closeQuietly(handle);
            }
            if (closed) {
                trim(0);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Closes idle handles until at most {@code most} are open, or all are in use. */
    private void trim(int most) {
        Iterator<Map.Entry<SegmentName, Handle>> oldest = open.entrySet().iterator();
        while (open.size() > most && oldest.hasNext()) {
            Handle handle = oldest.next().getValue();
            if (handle.users == 0) {
                oldest.remove();
                closeQuietly(handle);
            }
        }
    }

    private static void closeQuietly(Handle handle) {
        try {
            handle.file.close();
        } catch (IOException e) {
            System.getLogger(SegmentReaders.class.getName())
                    .log(System.Logger.Level.WARNING, "closing a segment failed", e);
        }
    }
}
