package fr.bleu.extents;

import fr.bleu.store.Key;
import fr.bleu.store.disk.Disk;
import fr.bleu.store.disk.DiskFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Fills segments one after the other, under the epoch that no writer of the new store has. */
final class FileExtentsLoad implements ExtentsLoad {

    private static final int BUFFER_BYTES = 256 << 10;

    private final Disk disk;
    private final ExtentOptions options;
    private final long epoch;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int created;
    private SegmentName segment;
    private DiskFile file;
    private int filled;

    FileExtentsLoad(Disk disk, ExtentOptions options, long epoch) throws IOException {
        if (!disk.list("").isEmpty()) {
            throw new IOException("the folder of the extents is not empty");
        }
        this.disk = disk;
        this.options = options;
        this.epoch = epoch;
    }

    @Override
    public byte[] put(Key location, InputStream stored, long length) throws IOException {
        List<Run> runs = new ArrayList<>();
        long rest = length;
        while (rest > 0) {
            int room = options.segmentBytes() - filled;
            if (file == null || room == 0) {
                next();
                room = options.segmentBytes();
            }
            int part = (int) Math.min(rest, room);
            runs.add(new Run(segment, filled, part));
            copy(stored, part);
            rest -= part;
        }
        align();
        return Location.encode(runs);
    }

    private void copy(InputStream stored, int bytes) throws IOException {
        int rest = bytes;
        while (rest > 0) {
            int read = stored.read(buffer, 0, Math.min(rest, buffer.length));
            if (read < 0) {
                throw new EOFException("an extent's stored bytes end early");
            }
            file.write(filled, buffer, 0, read);
            filled += read;
            rest -= read;
        }
    }

    /** No two extents share a block. */
    private void align() {
        int align = options.alignBytes();
        filled = Math.min(options.segmentBytes(), (filled + align - 1) / align * align);
    }

    private void next() throws IOException {
        end();
        segment = new SegmentName(epoch, created++);
        file = disk.create(segment.fileName());
        filled = 0;
    }

    private void end() throws IOException {
        if (file != null) {
            file.force();
            file.close();
            file = null;
        }
    }

    @Override
    public void finish() throws IOException {
        end();
        disk.forceFolder("");
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
