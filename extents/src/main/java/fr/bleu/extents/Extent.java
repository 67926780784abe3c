package fr.bleu.extents;

import fr.bleu.keys.SealingKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;

/**
 * A reference to an extent, as records keep it.
 *
 * @param id the writer's epoch (high 64 bits) and a number within it (low 64 bits)
 * @param length plaintext bytes
 * @param wrappedKey the extent's own key, sealed by its account's key
 */
public record Extent(UUID id, long length, byte[] wrappedKey) {

    /** What {@link #encode} gives when the key is wrapped as {@link SealingKey} does, in bytes. */
    public static final int ENCODED_BYTES = 1 + 16 + 8 + 2 + SealingKey.OVERHEAD + 32;

    private static final byte FORMAT = 1;
    private static final int HEADER = 1 + 16 + 8 + 2;

    public Extent {
        Objects.requireNonNull(id);
        if (length < 0 || wrappedKey.length > 0xffff) {
            throw new IllegalArgumentException("no extent has this length or key");
        }
    }

    /** The id of the key that wraps its own. */
    public UUID keyId() {
        return SealingKey.idIn(wrappedKey);
    }

    /** {@code format(1) ‖ id(16) ‖ length(8) ‖ keyLength(2) ‖ wrappedKey}. */
    public byte[] encode() {
        return ByteBuffer.allocate(HEADER + wrappedKey.length)
                .put(FORMAT)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putLong(length)
                .putShort((short) wrappedKey.length)
                .put(wrappedKey)
                .array();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static Extent decode(byte[] bytes) {
        if (bytes.length < HEADER || bytes[0] != FORMAT) {
            throw new IllegalArgumentException("not an extent's reference");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        UUID id = new UUID(in.getLong(), in.getLong());
        long length = in.getLong();
        byte[] key = new byte[Short.toUnsignedInt(in.getShort())];
        if (in.remaining() != key.length) {
            throw new IllegalArgumentException("an extent's reference is cut or too long");
        }
        in.get(key);
        return new Extent(id, length, key);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Extent that
                && id.equals(that.id)
                && length == that.length
                && Arrays.equals(wrappedKey, that.wrappedKey);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "Extent[" + id + ", " + length + " bytes]";
    }
}
