package fr.bleu.trust;

import fr.bleu.keys.Keys;
import fr.bleu.keys.SealingKey;
import fr.bleu.ledger.Leaf;
import fr.bleu.store.Key;
import fr.bleu.store.PreparedEntry;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;

/**
 * Salts, commits to, and seals entries. The sealed text is {@code salt(32) ‖ entry}; its associated
 * data, {@code "bleu entry 1" ‖ tag ‖ commitment}, binds it to its leaf.
 */
final class EntrySealer {

    private static final byte[] DOMAIN =
            "bleu entry 1".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final Keys keys;
    private final Tags tags;
    private final SecureRandom random;
    private final Node node;

    EntrySealer(Keys keys, Tags tags, SecureRandom random, Node node) {
        this.keys = keys;
        this.tags = tags;
        this.random = random;
        this.node = node;
    }

    /** Seals with the key of the entry's tenant, or the platform's. */
    PreparedEntry seal(Entry entry) {
        return seal(entry, keyOf(entry.tenant()));
    }

    PreparedEntry seal(Entry entry, SealingKey key) {
        byte[] written = EntryFormat.write(entry, node);
        byte[] salt = new byte[Leaf.SALT_BYTES];
        random.nextBytes(salt);
        byte[] salted = Arrays.copyOf(salt, salt.length + written.length);
        System.arraycopy(written, 0, salted, salt.length, written.length);
        byte[] tag = tags.of(entry.tenant());
        byte[] commitment = Leaf.commitment(salt, written);
        return new PreparedEntry(
                tag, commitment, key.seal(salted, associated(tag, commitment)), entry.listed());
    }

    /** Opens what {@link #seal} sealed for the tenant. */
    Opened open(UUID tenant, byte[] commitment, byte[] sealed) {
        byte[] salted = keyOf(tenant).open(sealed, associated(tags.of(tenant), commitment));
        return new Opened(
                Arrays.copyOf(salted, Leaf.SALT_BYTES),
                Arrays.copyOfRange(salted, Leaf.SALT_BYTES, salted.length));
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
}
