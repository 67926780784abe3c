package fr.bleu.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;

/** A sealing key held in memory. */
final class XaesSealingKey implements SealingKey {

    static final byte FORMAT = 1;
    static final byte XAES_256_GCM = 1;

    private static final int HEADER = 1 + 1 + 16 + 4;

    private final UUID id;
    private final int version;
    private final Xaes256Gcm cipher;
    private final SecureRandom random;
    private final byte[] header;

    /** Copies the key's bytes; the caller wipes its own. */
    XaesSealingKey(UUID id, int version, byte[] keyBytes, SecureRandom random) {
        this.id = id;
        this.version = version;
        this.cipher = new Xaes256Gcm(keyBytes);
        this.random = random;
        this.header =
                ByteBuffer.allocate(HEADER)
                        .put(FORMAT)
                        .put(XAES_256_GCM)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .putInt(version)
                        .array();
    }

    @Override
    public UUID id() {
        return id;
    }

    int version() {
        return version;
    }

    @Override
    public byte[] seal(byte[] plaintext, byte[] associatedData) {
        byte[] nonce = new byte[Xaes256Gcm.NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = cipher.seal(nonce, bound(associatedData), plaintext);
        return ByteBuffer.allocate(OVERHEAD + plaintext.length)
                .put(header)
                .put(nonce)
                .put(sealed)
                .array();
    }

    @Override
    public byte[] open(byte[] envelope, byte[] associatedData) {
        if (envelope.length < OVERHEAD || !ByteBuffer.wrap(header).equals(head(envelope))) {
            throw new OpenFailedException("the envelope does not open");
        }
        byte[] nonce = new byte[Xaes256Gcm.NONCE_BYTES];
        System.arraycopy(envelope, HEADER, nonce, 0, nonce.length);
        int start = HEADER + nonce.length;
        try {
            return cipher.open(
                    nonce, bound(associatedData), envelope, start, envelope.length - start);
        } catch (GeneralSecurityException e) {
            throw new OpenFailedException("the envelope does not open");
        }
    }

    @Override
    public byte[] derive(byte[] context) {
        return cipher.hmac(context);
    }

    @Override
    public SealingKey below(String purpose, byte[] secret) {
        byte[] key = cipher.hmac(context("key below", purpose, secret));
        try {
            ByteBuffer fingerprint =
                    ByteBuffer.wrap(cipher.hmac(context("id of key below", purpose, secret)));
            UUID below = new UUID(fingerprint.getLong(), fingerprint.getLong());
            return new XaesSealingKey(below, version, key, random);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** {@code use ‖ 0 ‖ purpose ‖ 0 ‖ secret}. */
    private static byte[] context(String use, String purpose, byte[] secret) {
        byte[] label = (use + '\0' + purpose + '\0').getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(label.length + secret.length).put(label).put(secret).array();
    }

    /** Wipes the key; every later use throws {@link IllegalStateException}. */
    void destroy() {
        cipher.destroy();
    }

    @Override
    public String toString() {
        return "SealingKey[" + id + " version " + version + "]";
    }

    private static ByteBuffer head(byte[] envelope) {
        return ByteBuffer.wrap(envelope, 0, HEADER);
    }

    private byte[] bound(byte[] associatedData) {
        return ByteBuffer.allocate(HEADER + associatedData.length)
                .put(header)
                .put(associatedData)
                .array();
    }
}
