package fr.bleu.extents;

import fr.bleu.keys.CipherPool;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM over an extent's chunks. The key is random per extent and each chunk is sealed once,
 * so the chunk's number serves as nonce: {@code 0(4) ‖ number(8)}. Associated data: {@code
 * format(1) ‖ extent id(16) ‖ number(8) ‖ last(1)}.
 */
final class ChunkCipher {

    private static final byte[] KEY_LABEL =
            "bleu-extent-key/1 ".getBytes(StandardCharsets.US_ASCII);

    /** Many small calls: the JVM compiles what is called often. */
    private static final int WARM_CALLS = 3_000;

    private static final int WARM_BYTES = 8 << 10;

    static final byte FORMAT = 1;
    static final int KEY_BYTES = 32;
    static final int TAG_BYTES = 16;

    private static final CipherPool POOL = new CipherPool("AES/GCM/NoPadding");

    private final UUID extent;
    private final SecretKey key;

    /** Takes the key's bytes and wipes them. */
    ChunkCipher(UUID extent, byte[] keyBytes) {
        this.extent = extent;
        this.key = new SecretKeySpec(keyBytes, "AES");
        Arrays.fill(keyBytes, (byte) 0);
    }

    /** Seals {@code in[0, length)} to {@code out[0, length + 16)}; the arrays differ. */
    void seal(long number, boolean last, byte[] in, int length, byte[] out) {
        try {
            POOL.use(cipher -> run(cipher, Cipher.ENCRYPT_MODE, number, last, in, length, out));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's AES-256-GCM failed", e);
        }
    }

    /**
     * Opens {@code in[0, length)} to {@code out[0, length - 16)}; the arrays differ.
     *
     * @throws ExtentDamagedException when it does not authenticate as this chunk of this extent
     */
    void open(long number, boolean last, byte[] in, int length, byte[] out)
            throws ExtentDamagedException {
        try {
            POOL.use(cipher -> run(cipher, Cipher.DECRYPT_MODE, number, last, in, length, out));
        } catch (GeneralSecurityException e) {
            throw new ExtentDamagedException(
                    "chunk " + number + " of extent " + extent + " does not authenticate");
        }
    }

    private int run(
            Cipher cipher, int mode, long number, boolean last, byte[] in, int length, byte[] out)
            throws GeneralSecurityException {
        byte[] nonce = ByteBuffer.allocate(12).putInt(0).putLong(number).array();
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
        cipher.updateAAD(
                ByteBuffer.allocate(1 + 16 + 8 + 1)
                        .put(FORMAT)
                        .putLong(extent.getMostSignificantBits())
                        .putLong(extent.getLeastSignificantBits())
                        .putLong(number)
                        .put((byte) (last ? 1 : 0))
                        .array());
        return cipher.doFinal(in, 0, length, out, 0);
    }

    /** The associated data of an extent's wrapped key. */
    static byte[] keyPlace(UUID extent) {
        return ByteBuffer.allocate(KEY_LABEL.length + 16)
                .put(KEY_LABEL)
                .putLong(extent.getMostSignificantBits())
                .putLong(extent.getLeastSignificantBits())
                .array();
    }

    /** Seals and opens some chunks in memory, so that the JVM has compiled its AES-GCM. */
    static void warmUp(Buffers buffers, int chunkBytes) {
        ChunkCipher cipher = new ChunkCipher(new UUID(0, 0), new byte[KEY_BYTES]);
        byte[] plain = buffers.take();
        byte[] sealed = buffers.take();
        int length = Math.min(WARM_BYTES, chunkBytes);
        try {
            for (int i = 0; i < WARM_CALLS; i++) {
                cipher.seal(i, false, plain, length, sealed);
                cipher.open(i, false, sealed, length + TAG_BYTES, plain);
            }
        } catch (ExtentDamagedException e) {
            throw new IllegalStateException("AES-256-GCM does not open what it sealed", e);
        }
        buffers.give(plain);
        buffers.give(sealed);
    }
}
