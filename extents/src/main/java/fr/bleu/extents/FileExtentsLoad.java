package fr.bleu.extents;

import fr.bleu.store.Key;
import fr.bleu.store.disk.Disk;
import fr.bleu.store.disk.DiskFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Fills segments of one epoch, which no writer of the store has. */
final class FileExtentsLoad implements ExtentsLoad {

    private static final int BUFFER_BYTES = 256 << 10;

    private final Disk disk;
    private final ExtentOptions options;
    private final Segments segments;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    FileExtentsLoad(Disk disk, ExtentOptions options, long epoch) throws IOException {
        if (!disk.list("").isEmpty()) {
            throw new IOException("the folder of the extents is not empty");
        }
        this.disk = disk;
        this.options = options;
        this.segments = new Segments(disk, epoch, options, _ -> {});
    }

    @Override
    public byte[] put(Key location, InputStream stored, long length) throws IOException {
        RunWriter runs = new RunWriter(segments, options);
        long rest = length;
        while (rest > 0) {
            int read = stored.read(buffer, 0, (int) Math.min(rest, buffer.length));
            if (read < 0) {
                throw new EOFException("an extent's stored bytes end early");
            }
            runs.write(buffer, read);
            rest -= read;
        }
        return Location.encode(runs.finish());
    }

    @Override
    public void finish() throws IOException {
        segments.close();
        for (String name : disk.list("")) {
            try (DiskFile segment = disk.open(name)) {
                segment.force();
            }
        }
        disk.forceFolder("");
    }

    @Override
    public void close() throws IOException {
        segments.close();
    }
}
