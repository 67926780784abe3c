package fr.bleu.extents;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The stored bytes of an extent, one after the other, unopened. */
final class PlaceStream extends InputStream {

    private static final int BUFFER_BYTES = 1 << 20;

    private final ExtentReader.Source source;
    private final long length;
    private final byte[] buffer;
    private long position;
    private int at;
    private int end;

    PlaceStream(ExtentReader.Source source, long length) {
        this.source = source;
        this.length = length;
        this.buffer = new byte[(int) Math.min(BUFFER_BYTES, length)];
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, into.length);
        if (count == 0) {
            return 0;
        }
        if (at == end && !fill()) {
            return -1;
        }
        int part = Math.min(count, end - at);
        System.arraycopy(buffer, at, into, offset, part);
        at += part;
        return part;
    }

    private boolean fill() throws IOException {
        int part = (int) Math.min(buffer.length, length - position);
        if (part == 0) {
            return false;
        }
        source.read(position, buffer, part);
        position += part;
        at = 0;
        end = part;
        return true;
    }
}
