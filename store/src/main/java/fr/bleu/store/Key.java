package fr.bleu.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A binary key; keys sort as unsigned bytes.
 *
 * <p>Layout: {@code format(1) = 1 ‖ owner(16) ‖ table(1) ‖ parts}. The owner is a tenant, a storage
 * account, or {@link #PLATFORM}; it comes first so that nothing ever scans all tenants. At most
 * {@value #MAX_BYTES} bytes.
 */
public final class Key implements Comparable<Key> {

    /** The format byte that every key begins with. */
    public static final byte FORMAT = 1;

    /**
     * The longest key, in bytes: a 1,024-character blob name in UTF-8 and what stands around it.
     */
    public static final int MAX_BYTES = 8 * 1024;

    /** The owner of records that belong to no tenant. */
    public static final UUID PLATFORM = new UUID(0, 0);

    private final byte[] bytes;

    private Key(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("key of " + bytes.length + " bytes");
        }
        this.bytes = bytes;
    }

    /** The bare prefix of a table: every record of {@code owner} in {@code table} lies under it. */
    public static Key of(UUID owner, Table table) {
        return new Key(
                ByteBuffer.allocate(18)
                        .put(FORMAT)
                        .putLong(owner.getMostSignificantBits())
                        .putLong(owner.getLeastSignificantBits())
                        .put(table.id())
                        .array());
    }

    /** A key read back from an engine. */
    public static Key ofBytes(byte[] bytes) {
        return new Key(bytes.clone());
    }

    /** Appends text and a terminating zero byte, so that no text is a prefix of another's key. */
    public Key text(String part) {
        if (part.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a key part holds U+0000");
        }
        byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
        return append(Arrays.copyOf(utf8, utf8.length + 1));
    }

    /** Appends text without a terminator, for a prefix scan inside one text part. */
    public Key textPrefix(String part) {
        return append(part.getBytes(StandardCharsets.UTF_8));
    }

    /** Appends eight big-endian bytes; only non-negative numbers sort in numeric order. */
    public Key number(long part) {
        return append(ByteBuffer.allocate(8).putLong(part).array());
    }

    /** Appends the sixteen bytes of an id. */
    public Key id(UUID part) {
        return append(
                ByteBuffer.allocate(16)
                        .putLong(part.getMostSignificantBits())
                        .putLong(part.getLeastSignificantBits())
                        .array());
    }

    /** Appends raw bytes. */
    public Key append(byte[] part) {
        byte[] joined = Arrays.copyOf(bytes, bytes.length + part.length);
        System.arraycopy(part, 0, joined, bytes.length, part.length);
        return new Key(joined);
    }

    /** The first key that sorts after every key having this one as a prefix. */
    public Key afterPrefix() {
        byte[] next = bytes.clone();
        for (int i = next.length - 1; i >= 0; i--) {
            if (++next[i] != 0) {
                return new Key(Arrays.copyOf(next, i + 1));
            }
        }
        throw new IllegalStateException("a key begins with its format byte");
    }

    /** The first key that sorts after this one: where a page continues. */
    public Key next() {
        return new Key(Arrays.copyOf(bytes, bytes.length + 1));
    }

    /** The owner that the key belongs to. */
    public UUID owner() {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, 16);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    /** The id of the table that the key belongs to. */
    public byte tableId() {
        return bytes[17];
    }

    public boolean startsWith(Key prefix) {
        return bytes.length >= prefix.bytes.length
                && Arrays.equals(
                        bytes, 0, prefix.bytes.length, prefix.bytes, 0, prefix.bytes.length);
    }

    /** How many bytes it has. */
    public int length() {
        return bytes.length;
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public int compareTo(Key other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key key && Arrays.equals(bytes, key.bytes);
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
