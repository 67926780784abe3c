package fr.bleu.extents;

import fr.bleu.store.Reads;
import java.nio.ByteBuffer;

/**
 * Where an extent lies when it is an object of its own: a record {@code owner ‖ extent id} → {@code
 * format(1) = 2 ‖ chunkBytes(4) ‖ storedBytes(8)}. The object's name follows from the extent's id.
 *
 * @param chunkBytes plaintext per chunk, as the object's header also says
 * @param storedBytes the object's length
 */
record ObjectLocation(int chunkBytes, long storedBytes) {

    private static final byte FORMAT = 2;
    private static final int BYTES = 1 + 4 + 8;

    byte[] encode() {
        return ByteBuffer.allocate(BYTES)
                .put(FORMAT)
                .putInt(chunkBytes)
                .putLong(storedBytes)
                .array();
    }

    static ObjectLocation decode(Reads.Stored location) {
        ByteBuffer in = ByteBuffer.wrap(location.value());
        if (in.remaining() != BYTES || in.get() != FORMAT) {
            throw new IllegalStateException("an extent's location is not an object");
        }
        return new ObjectLocation(in.getInt(), in.getLong());
    }

    /**
     * The layout of an extent of this length.
     *
     * @throws ExtentDamagedException when the object cannot be that extent
     */
    ExtentLayout layout(long extentLength) throws ExtentDamagedException {
        if (chunkBytes < 1 || chunkBytes > ExtentOptions.MAX_CHUNK_BYTES) {
            throw new ExtentDamagedException("an extent's location is damaged");
        }
        ExtentLayout layout = new ExtentLayout(chunkBytes, extentLength);
        if (layout.storedBytes() != storedBytes) {
            throw new ExtentDamagedException("an extent has another length than its object");
        }
        return layout;
    }
}
