package fr.bleu.keys;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;

/**
 * The key at the top: it wraps the platform's key and the tenants' keys, nothing else. Kept in a
 * {@link RootKeyFile}; a PKCS#11 token follows in a later issue.
 */
public final class RootKey implements AutoCloseable {

    private final XaesSealingKey key;

    private RootKey(XaesSealingKey key) {
        this.key = key;
    }

    /** A fresh key that is kept nowhere: what {@link RootKeyFile#create} writes, and for tests. */
    public static RootKey generate(SecureRandom random) {
        byte[] bytes = new byte[AesKey.BYTES];
        random.nextBytes(bytes);
        try {
            return of(randomId(random), bytes, random);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    static RootKey of(UUID id, byte[] bytes, SecureRandom random) {
        return new RootKey(new XaesSealingKey(id, 1, bytes, random));
    }

    static UUID randomId(SecureRandom random) {
        return new UUID(random.nextLong(), random.nextLong());
    }

    /** The key's own id: random, and no secret. */
    public UUID id() {
        return key.id();
    }

    /**
     * The key that backups are sealed under: it opens them and nothing else, and only who has the
     * root key has it.
     */
    public SealingKey backups() {
        return key.below("backups", new byte[0]);
    }

    SealingKey sealing() {
        return key;
    }

    /** Wipes the key. */
    @Override
    public void close() {
        key.destroy();
    }

    @Override
    public String toString() {
        return "RootKey[" + id() + "]";
    }
}
