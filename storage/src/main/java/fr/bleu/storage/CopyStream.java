package fr.bleu.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A range of an open blob as a stream, decrypted window by window. */
final class CopyStream extends InputStream {
    /** What is in memory at once, in bytes. */
    private static final int WINDOW_BYTES = 1 << 20;

    private final BlobReader reader;
    private final OpenBlob source;
    private final ActiveReads.Read active;
    private final long end;
    private final Progress progress;
    private long next;
    private byte[] window = new byte[0];
    private int at;

    /** Told of bytes read; throws when the copy is to stop. */
    interface Progress {
        void read(long bytes) throws IOException;
    }

    CopyStream(
            BlobReader reader,
            OpenBlob source,
            ActiveReads.Read active,
            ByteRange range,
            Progress progress) {
        this.reader = reader;
        this.source = source;
        this.active = active;
        this.next = range.offset();
        this.end = range.end();
        this.progress = progress;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (at == window.length && !fill()) {
            return -1;
        }
        int count = Math.min(length, window.length - at);
        System.arraycopy(window, at, into, offset, count);
        at += count;
        return count;
    }

    /** Lets the source's content be collected. */
    @Override
    public void close() {
        active.close();
    }

    private boolean fill() throws IOException {
        int size = (int) Math.min(WINDOW_BYTES, end - next);
        if (size <= 0) {
            return false;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(size);
        reader.read(source, new ByteRange(next, size), out);
        window = out.toByteArray();
        at = 0;
        next += size;
        progress.read(size);
        return true;
    }
}
