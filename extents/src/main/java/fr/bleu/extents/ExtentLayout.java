package fr.bleu.extents;

import java.nio.ByteBuffer;

/**
 * An extent's stored bytes: {@code format(1) = 1 ‖ 0(3) ‖ chunkBytes(4)}, then the chunks, each
 * ciphertext and tag. All chunks but the last hold {@code chunkBytes} of plaintext; an empty extent
 * has one empty chunk.
 *
 * @param chunkBytes plaintext per chunk
 * @param length plaintext of the whole extent
 */
record ExtentLayout(int chunkBytes, long length) {

    static final int HEADER_BYTES = 8;

    static byte[] header(int chunkBytes) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .putInt(ChunkCipher.FORMAT << 24)
                .putInt(chunkBytes)
                .array();
    }

    /** The layout that a header tells; nothing in it is believed before a chunk authenticates. */
    static ExtentLayout of(byte[] header, long length) throws ExtentDamagedException {
        ByteBuffer in = ByteBuffer.wrap(header);
        int format = in.getInt();
        int chunkBytes = in.getInt();
        if (format != ChunkCipher.FORMAT << 24
                || chunkBytes < 1
                || chunkBytes > ExtentOptions.MAX_CHUNK_BYTES) {
            throw new ExtentDamagedException("an extent's header is damaged");
        }
        return new ExtentLayout(chunkBytes, length);
    }

    long lastChunk() {
        return length == 0 ? 0 : (length - 1) / chunkBytes;
    }

    boolean isLast(long number) {
        return number == lastChunk();
    }

    /** Where a chunk begins in the stored bytes. */
    long storedAt(long number) {
        return HEADER_BYTES + number * (chunkBytes + (long) ChunkCipher.TAG_BYTES);
    }

    int plainBytes(long number) {
        return isLast(number) ? (int) (length - number * chunkBytes) : chunkBytes;
    }

    /** Where a chunk ends in the stored bytes. */
    long storedEnd(long number) {
        return storedAt(number) + plainBytes(number) + ChunkCipher.TAG_BYTES;
    }

    /** How long the whole extent is as it is stored. */
    long storedBytes() {
        return storedEnd(lastChunk());
    }
}
