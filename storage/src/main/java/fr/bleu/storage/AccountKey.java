package fr.bleu.storage;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One of an account's two keys: 64 random bytes, but for development storage, whose keys are its
 * user's. Its text form never shows them.
 */
final class AccountKey {
    static final int BYTES = 64;
    static final int MAX_BYTES = 512;
    private static final String HMAC = "HmacSHA256";

    private final byte[] secret;
    private final int generation;
    private final Instant created;
    private final SecretKeySpec spec;

    /**
     * @param generation how often it was regenerated
     */
    AccountKey(byte[] secret, int generation, Instant created) {
        if (secret.length == 0 || secret.length > MAX_BYTES) {
            throw new IllegalArgumentException("an account key has 1 to 512 bytes");
        }
        this.secret = secret.clone();
        this.generation = generation;
        this.created = created;
        this.spec = new SecretKeySpec(secret, HMAC);
    }

    /** HMAC-SHA256 of a string-to-sign. */
    byte[] sign(String text) {
        return sign(spec, text);
    }

    /** The same under another key. */
    static byte[] sign(byte[] key, String text) {
        return sign(new SecretKeySpec(key, HMAC), text);
    }

    private static byte[] sign(SecretKeySpec spec, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(spec);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    /** Which key this is, its generation included: what callers and ledger entries name. */
    String title(String name) {
        return name + "." + generation;
    }

    byte[] secret() {
        return secret.clone();
    }

    int generation() {
        return generation;
    }

    Instant created() {
        return created;
    }

    @Override
    public String toString() {
        return "AccountKey";
    }
}
