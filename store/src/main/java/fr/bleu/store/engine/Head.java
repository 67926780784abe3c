package fr.bleu.store.engine;

import fr.bleu.ledger.CompactRange;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Where the store stands; written by every batch.
 *
 * @param sequence the number of the last commit
 * @param commitTimeMicros the last commit time
 * @param tree the tree's edge
 */
public record Head(long sequence, long commitTimeMicros, CompactRange tree) {

    private static final int HEADER_BYTES = 1 + 2 * Long.BYTES;

    /** The head of an empty store. */
    public static final Head EMPTY = new Head(0, 0, new CompactRange());

    /** The head of an empty store, or what the engine holds. */
    public static Head read(EngineView engine) {
        byte[] bytes = engine.get(Space.LEDGER, Layout.HEAD);
        return bytes == null ? EMPTY : decode(bytes);
    }

    public byte[] encode() {
        byte[] range = tree.encode();
        return ByteBuffer.allocate(HEADER_BYTES + range.length)
                .put(Layout.FORMAT)
                .putLong(sequence)
                .putLong(commitTimeMicros)
                .put(range)
                .array();
    }

    /** Reads what {@link #encode} wrote. */
    public static Head decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, HEADER_BYTES - 1);
        CompactRange tree =
                CompactRange.decode(Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length));
        return new Head(in.getLong(), in.getLong(), tree);
    }
}
