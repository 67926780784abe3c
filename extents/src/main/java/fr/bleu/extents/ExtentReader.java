package fr.bleu.extents;

import java.io.IOException;
import java.io.OutputStream;

/** Opens the chunks of one extent that a range needs. */
final class ExtentReader {

    /** An extent's stored bytes. */
    interface Source {

        /**
         * Reads exactly {@code count} stored bytes from {@code position} on.
         *
         * @throws ExtentDamagedException when there are fewer
         */
        void read(long position, byte[] into, int count) throws IOException;
    }

    private final Source source;
    private final Buffers buffers;
    private final ChunkCipher cipher;

    ExtentReader(Source source, Buffers buffers, ChunkCipher cipher) {
        this.source = source;
        this.buffers = buffers;
        this.cipher = cipher;
    }

    void read(ExtentLayout layout, long offset, long length, OutputStream out) throws IOException {
        long first = offset / layout.chunkBytes();
        long last = (offset + Math.max(length, 1) - 1) / layout.chunkBytes();
        // A small extent's chunk is small whatever the header says.
        int largest = (int) Math.min(layout.chunkBytes(), layout.length());
        byte[] sealed = buffers.take(largest);
        byte[] plain = buffers.take(largest);
        try {
            for (long number = first; number <= last; number++) {
                open(layout, number, sealed, plain);
                long begin = number * layout.chunkBytes();
                int from = (int) Math.max(0, offset - begin);
                int to = (int) Math.min(layout.plainBytes(number), offset + length - begin);
                out.write(plain, from, to - from);
            }
        } finally {
            buffers.give(sealed);
            buffers.give(plain);
        }
    }

    private void open(ExtentLayout layout, long number, byte[] sealed, byte[] plain)
            throws IOException {
        int count = layout.plainBytes(number) + ChunkCipher.TAG_BYTES;
        source.read(layout.storedAt(number), sealed, count);
        cipher.open(number, layout.isLast(number), sealed, count, plain);
    }
}
