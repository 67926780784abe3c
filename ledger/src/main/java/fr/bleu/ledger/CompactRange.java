package fr.bleu.ledger;

import java.nio.ByteBuffer;

/**
 * The right edge of a growing tree: its size and the roots of the perfect subtrees that it is made
 * of, one for each bit set in the size. That is all a committer needs to append and to tell the
 * root. Appending costs two hashes on average. Not for use by several threads at once.
 */
public final class CompactRange {

    private static final byte FORMAT = 1;
    private static final int HEADER_BYTES = 1 + Long.BYTES;
    private static final int LEVELS = 63;

    private long size;

    /** The root of the perfect subtree of {@code 2^level} leaves; null where the bit is clear. */
    private final byte[][] edge = new byte[LEVELS][];

    /** An empty tree. */
    public CompactRange() {}

    /** How many leaves were appended. */
    public long size() {
        return size;
    }

    /** An independent copy, to append to without committing to it. */
    public CompactRange copy() {
        CompactRange copy = new CompactRange();
        copy.size = size;
        System.arraycopy(edge, 0, copy.edge, 0, LEVELS);
        return copy;
    }

    /** Appends a leaf by its hash. */
    public void append(byte[] leafHash) {
        append(leafHash, (level, index, hash) -> {});
    }

    /**
     * Appends a leaf by its hash and tells every perfect subtree that this completes, from the leaf
     * itself (level 0) upwards.
     */
    public void append(byte[] leafHash, NodeSink completed) {
        if (leafHash.length != Merkle.HASH_BYTES) {
            throw new IllegalArgumentException("a hash has 32 bytes");
        }
        if (size == Long.MAX_VALUE) {
            throw new IllegalStateException("the tree is full");
        }
        byte[] hash = leafHash.clone();
        long index = size;
        int level = 0;
        completed.node(level, index, hash.clone());
        while ((index & 1) == 1) {
            hash = Merkle.nodeHash(edge[level], hash);
            edge[level] = null;
            level++;
            index >>>= 1;
            completed.node(level, index, hash.clone());
        }
        edge[level] = hash;
        size++;
    }

    /** The root hash (RFC 6962, section 2.1). */
    public byte[] root() {
        byte[] root = null;
        for (byte[] subtree : edge) {
            if (subtree != null) {
                root = root == null ? subtree.clone() : Merkle.nodeHash(subtree, root);
            }
        }
        return root == null ? Merkle.emptyRoot() : root;
    }

    /** {@code format(1) = 1 ‖ size(8) ‖ hashes(32 each)}, the smallest subtree first. */
    public byte[] encode() {
        ByteBuffer out =
                ByteBuffer.allocate(HEADER_BYTES + Long.bitCount(size) * Merkle.HASH_BYTES);
        out.put(FORMAT).putLong(size);
        for (byte[] subtree : edge) {
            if (subtree != null) {
                out.put(subtree);
            }
        }
        return out.array();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException when the bytes are not an encoded range
     */
    public static CompactRange decode(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes[0] != FORMAT) {
            throw new IllegalArgumentException("not a compact range");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        CompactRange range = new CompactRange();
        range.size = in.getLong();
        if (range.size < 0 || in.remaining() != Long.bitCount(range.size) * Merkle.HASH_BYTES) {
            throw new IllegalArgumentException("a compact range of another length than its size");
        }
        for (int level = 0; level < LEVELS; level++) {
            if ((range.size >>> level & 1) == 1) {
                range.edge[level] = new byte[Merkle.HASH_BYTES];
                in.get(range.edge[level]);
            }
        }
        return range;
    }

    /** Is told of perfect subtrees as they become complete. */
    @FunctionalInterface
    public interface NodeSink {

        /**
         * @param level the subtree holds {@code 2^level} leaves
         * @param index its place among the subtrees of that level
         * @param hash its root
         */
        void node(int level, long index, byte[] hash);
    }
}
