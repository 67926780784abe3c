package fr.bleu.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;

/**
 * A client secret, of which only a salted SHA-256 is kept. A slow password hash would add nothing:
 * the platform makes every secret itself from 256 random bits, so there is no dictionary to try,
 * and a fast hash keeps guesses from costing the platform more than the guesser.
 *
 * @param hint its first three characters, as Graph shows them; they are no part of the random bits
 * @param start not valid before
 * @param end not valid from here on
 */
public record PasswordCredential(
        UUID keyId,
        String displayName,
        String hint,
        Instant start,
        Instant end,
        byte[] salt,
        byte[] hash) {

    /** Whether this is the secret; takes the same time whatever the secret is. */
    boolean matches(String secret) {
        return MessageDigest.isEqual(hash, hash(salt, secret));
    }

    /** Its start is what the client's clock said, which may be ahead. */
    boolean validAt(Instant now) {
        return !now.plus(ClientAssertions.SKEW).isBefore(start) && now.isBefore(end);
    }

    static byte[] hash(byte[] salt, String secret) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(salt);
            return sha256.digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Neither salt nor hash. */
    @Override
    public String toString() {
        return "PasswordCredential[" + keyId + "]";
    }
}
