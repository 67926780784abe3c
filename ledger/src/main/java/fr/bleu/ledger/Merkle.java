package fr.bleu.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The Merkle tree's hashing: RFC 6962, section 2.1, with SHA-256. */
public final class Merkle {

    /** Bytes of a hash. */
    public static final int HASH_BYTES = 32;

    private static final byte LEAF_PREFIX = 0;
    private static final byte NODE_PREFIX = 1;

    private Merkle() {}

    /** The root of a tree without leaves: the hash of nothing. */
    public static byte[] emptyRoot() {
        return sha256().digest();
    }

    /** The hash of a leaf: {@code SHA-256(0x00 ‖ leaf)}. */
    public static byte[] leafHash(byte[] leaf) {
        MessageDigest digest = sha256();
        digest.update(LEAF_PREFIX);
        return digest.digest(leaf);
    }

    /** The hash of an inner node: {@code SHA-256(0x01 ‖ left ‖ right)}. */
    public static byte[] nodeHash(byte[] left, byte[] right) {
        MessageDigest digest = sha256();
        digest.update(NODE_PREFIX);
        digest.update(left);
        return digest.digest(right);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
