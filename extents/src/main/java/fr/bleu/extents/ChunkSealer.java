package fr.bleu.extents;

import java.io.IOException;

/**
 * Turns an extent's plaintext into what is stored: the header, then the sealed chunks, each given
 * to a sink as soon as it is known not to be the last one.
 */
final class ChunkSealer {

    /** Takes stored bytes in their order; the array is used again afterwards. */
    interface Sink {
        void store(byte[] bytes, int count) throws IOException;
    }

    private final int chunkBytes;
    private final ChunkCipher cipher;
    private final Buffers buffers;
    private final Sink sink;
    private final byte[] plain;
    private final byte[] sealed;
    private int gathered;
    private long chunks;
    private long length;

    ChunkSealer(int chunkBytes, ChunkCipher cipher, Buffers buffers, Sink sink) {
        this.chunkBytes = chunkBytes;
        this.cipher = cipher;
        this.buffers = buffers;
        this.sink = sink;
        this.plain = buffers.take();
        this.sealed = buffers.take();
    }

    void begin() throws IOException {
        sink.store(ExtentLayout.header(chunkBytes), ExtentLayout.HEADER_BYTES);
    }

    void write(byte[] buffer, int offset, int count) throws IOException {
        if (length + count > ExtentOptions.MAX_EXTENT_BYTES) {
            throw new IOException("an extent has at most 5 GiB");
        }
        int done = 0;
        while (done < count) {
            // A full chunk waits for the byte after it, which tells that it is not the last.
            if (gathered == chunkBytes) {
                flush(false);
            }
            int part = Math.min(count - done, chunkBytes - gathered);
            System.arraycopy(buffer, offset + done, plain, gathered, part);
            gathered += part;
            done += part;
        }
        length += count;
    }

    /** Stores the last chunk. */
    void finish() throws IOException {
        flush(true);
    }

    /** Plaintext bytes so far. */
    long length() {
        return length;
    }

    /** Gives the buffers back; nothing can be written afterwards. */
    void release() {
        buffers.give(plain);
        buffers.give(sealed);
    }

    private void flush(boolean last) throws IOException {
        cipher.seal(chunks++, last, plain, gathered, sealed);
        sink.store(sealed, gathered + ChunkCipher.TAG_BYTES);
        gathered = 0;
    }
}
