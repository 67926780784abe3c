package fr.bleu.ledger;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;

/**
 * A leaf of the ledger's tree: {@code version(1) = 1 ‖ tenantTag(16) ‖ commitTimeMicros(8, big
 * endian) ‖ commitment(32)}, 57 bytes. It says whose entry was committed when, and binds the entry
 * without showing it.
 *
 * @param tenantTag the tenant's opaque pseudonym, 16 bytes
 * @param commitTimeMicros Unix microseconds, not negative
 * @param commitment {@code SHA-256(salt(32) ‖ entry)}, 32 bytes
 */
public record Leaf(byte[] tenantTag, long commitTimeMicros, byte[] commitment) {

    /** Bytes of an encoded leaf. */
    public static final int BYTES = 57;

    /** Bytes of a tenant's tag. */
    public static final int TAG_BYTES = 16;

    /** Bytes of a commitment's salt. */
    public static final int SALT_BYTES = 32;

    private static final byte VERSION = 1;

    public Leaf {
        if (tenantTag.length != TAG_BYTES) {
            throw new IllegalArgumentException("a tenant tag has 16 bytes");
        }
        if (commitment.length != Merkle.HASH_BYTES) {
            throw new IllegalArgumentException("a commitment has 32 bytes");
        }
        if (commitTimeMicros < 0) {
            throw new IllegalArgumentException("a commit time is not negative");
        }
        tenantTag = tenantTag.clone();
        commitment = commitment.clone();
    }

    @Override
    public byte[] tenantTag() {
        return tenantTag.clone();
    }

    @Override
    public byte[] commitment() {
        return commitment.clone();
    }

    /** The leaf's 57 bytes. */
    public byte[] encode() {
        return ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .put(tenantTag)
                .putLong(commitTimeMicros)
                .put(commitment)
                .array();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException when the bytes have another length or version
     */
    public static Leaf decode(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a leaf has 57 bytes, not " + bytes.length);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int version = in.get() & 0xff;
        if (version != VERSION) {
            throw new IllegalArgumentException("unknown leaf version " + version);
        }
        byte[] tenantTag = new byte[TAG_BYTES];
        in.get(tenantTag);
        long commitTimeMicros = in.getLong();
        byte[] commitment = new byte[Merkle.HASH_BYTES];
        in.get(commitment);
        return new Leaf(tenantTag, commitTimeMicros, commitment);
    }

    /**
     * What binds an entry: {@code SHA-256(salt ‖ entry)}. The salt keeps an entry that could be
     * guessed from being confirmed by guessing.
     *
     * @param salt 32 random bytes
     */
    public static byte[] commitment(byte[] salt, byte[] entry) {
        if (salt.length != SALT_BYTES) {
            throw new IllegalArgumentException("a salt has 32 bytes");
        }
        MessageDigest digest = Merkle.sha256();
        digest.update(salt);
        return digest.digest(entry);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Leaf leaf
                && commitTimeMicros == leaf.commitTimeMicros
                && Arrays.equals(tenantTag, leaf.tenantTag)
                && Arrays.equals(commitment, leaf.commitment);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                commitTimeMicros, Arrays.hashCode(tenantTag), Arrays.hashCode(commitment));
    }
}
