package fr.bleu.trust;

import fr.bleu.keys.Keys;
import fr.bleu.keys.SealingKey;
import fr.bleu.store.Key;
import fr.bleu.store.PreparedEntry;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;

/**
 * Salts, commits to, and seals entries. The sealed text is {@code salt(32) ‖ entry}; its associated
 * data, {@code "bleu entry 1" ‖ tag ‖ commitment}, binds it to its leaf.
 */
final class EntrySealer {

    static final int SALT_BYTES = 32;
    private static final byte[] DOMAIN =
            "bleu entry 1".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final Keys keys;
    private final Tags tags;
    private final SecureRandom random;

    EntrySealer(Keys keys, Tags tags, SecureRandom random) {
        this.keys = keys;
        this.tags = tags;
        this.random = random;
    }

    /** Seals with the key of the entry's tenant, or the platform's. */
    PreparedEntry seal(Entry entry) {
        return seal(entry, keyOf(entry.tenant()));
    }

    PreparedEntry seal(Entry entry, SealingKey key) {
        byte[] written = EntryFormat.write(entry);
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] salted = Arrays.copyOf(salt, salt.length + written.length);
        System.arraycopy(written, 0, salted, salt.length, written.length);
        byte[] tag = tags.of(entry.tenant());
        byte[] commitment = sha256(salted);
        return new PreparedEntry(
                tag, commitment, key.seal(salted, associated(tag, commitment)), entry.listed());
    }

    /** Opens salt and entry together. */
    byte[] open(UUID tenant, byte[] commitment, byte[] sealed) {
        return keyOf(tenant).open(sealed, associated(tags.of(tenant), commitment));
    }

    private SealingKey keyOf(UUID tenant) {
        return tenant.equals(Key.PLATFORM) ? keys.platform() : keys.tenant(tenant);
    }

    private static byte[] associated(byte[] tag, byte[] commitment) {
        return ByteBuffer.allocate(DOMAIN.length + tag.length + commitment.length)
                .put(DOMAIN)
                .put(tag)
                .put(commitment)
                .array();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK has no SHA-256", e);
        }
    }
}
