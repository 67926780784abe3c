package fr.bleu.storage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A customer's own AES-256 key, as a request brings it along: never stored, and never shown.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/storage/blobs/encryption-customer-provided-keys">Provide
 *     an encryption key on a request</a>
 */
public final class CustomerKey {
    /** Bytes of a key, and of its SHA-256. */
    public static final int BYTES = 32;

    private final byte[] secret;
    private final byte[] sha256;

    /**
     * @throws IllegalArgumentException when it is no key, or not the one of that SHA-256
     */
    public CustomerKey(byte[] secret, byte[] sha256) {
        byte[] own = digest(secret);
        if (secret.length != BYTES || !MessageDigest.isEqual(own, sha256)) {
            throw new IllegalArgumentException("not a key and its SHA-256");
        }
        this.secret = secret.clone();
        this.sha256 = own;
    }

    byte[] secret() {
        return secret;
    }

    /** What it is recognised by. */
    byte[] sha256() {
        return sha256;
    }

    private static byte[] digest(byte[] secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "CustomerKey";
    }
}
