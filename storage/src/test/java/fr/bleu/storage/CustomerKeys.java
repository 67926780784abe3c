package fr.bleu.storage;

import fr.bleu.http.FakeRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Random;

/** A customer's key as its client sends it. */
public final class CustomerKeys {
    private final byte[] secret = new byte[32];

    public CustomerKeys(long seed) {
        new Random(seed).nextBytes(secret);
    }

    byte[] secret() {
        return secret;
    }

    public String key() {
        return Base64.getEncoder().encodeToString(secret);
    }

    public String sha256() {
        return Base64.getEncoder().encodeToString(hash());
    }

    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The request with this key. */
    public FakeRequest on(FakeRequest request) {
        return request.with("x-ms-encryption-key", key())
                .with("x-ms-encryption-key-sha256", sha256())
                .with("x-ms-encryption-algorithm", "AES256");
    }
}
