package fr.bleu.storage;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** A block's id: at most 64 bytes, in base64 on the wire. */
public final class BlockId implements Comparable<BlockId> {
    /** The longest id, in bytes before base64. */
    public static final int MAX_BYTES = 64;

    private final byte[] bytes;

    private BlockId(byte[] bytes) {
        this.bytes = bytes;
    }

    static BlockId ofBytes(byte[] bytes) {
        return new BlockId(bytes.clone());
    }

    /**
     * Reads an id.
     *
     * @throws IllegalArgumentException when it is not base64 or not 1 to 64 bytes long
     */
    public static BlockId parse(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (bytes.length == 0 || bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("a block id has 1 to 64 bytes");
        }
        return new BlockId(bytes);
    }

    int size() {
        return bytes.length;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** Base64. */
    public String text() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public int compareTo(BlockId other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BlockId id && Arrays.equals(bytes, id.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
