package fr.bleu.keys;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;

/**
 * XAES-256-GCM, as c2sp.org/XAES-256-GCM defines it: from the key and the first half of a 192-bit
 * nonce a NIST SP 800-108r1 KDF (CMAC-AES256, one block) derives the AES-256-GCM key that is used
 * with the second half.
 */
final class Xaes256Gcm {

    static final int NONCE_BYTES = 24;
    static final int TAG_BYTES = 16;

    private static final int BLOCK = 16;
    private static final CipherPool BLOCKS = new CipherPool("AES/ECB/NoPadding");
    private static final CipherPool GCM = new CipherPool("AES/GCM/NoPadding");

    private final AesKey key;
    private final byte[] subkey;

    Xaes256Gcm(byte[] keyBytes) {
        this.key = new AesKey(keyBytes);
        this.subkey = cmacSubkey();
    }

    /** The ciphertext with its tag. */
    byte[] seal(byte[] nonce, byte[] associatedData, byte[] plaintext) {
        try {
            return gcm(Cipher.ENCRYPT_MODE, nonce, associatedData, plaintext, 0, plaintext.length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's AES-256-GCM failed", e);
        }
    }

    /**
     * The plaintext of {@code input[offset, offset + length)}.
     *
     * @throws GeneralSecurityException when it does not authenticate
     */
    byte[] open(byte[] nonce, byte[] associatedData, byte[] input, int offset, int length)
            throws GeneralSecurityException {
        return gcm(Cipher.DECRYPT_MODE, nonce, associatedData, input, offset, length);
    }

    /** HMAC-SHA256 under the key. */
    byte[] hmac(byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's HmacSHA256 failed", e);
        }
    }

    void destroy() {
        key.destroy();
        Arrays.fill(subkey, (byte) 0);
    }

    private byte[] gcm(int mode, byte[] nonce, byte[] aad, byte[] input, int offset, int length)
            throws GeneralSecurityException {
        AesKey derived = derive(nonce);
        try {
            return GCM.use(
                    cipher -> {
                        cipher.init(
                                mode,
                                derived,
                                new GCMParameterSpec(TAG_BYTES * 8, nonce, NONCE_BYTES / 2, 12));
                        cipher.updateAAD(aad);
                        return cipher.doFinal(input, offset, length);
                    });
        } finally {
            derived.destroy();
        }
    }

    private AesKey derive(byte[] nonce) throws GeneralSecurityException {
        if (nonce.length != NONCE_BYTES) {
            throw new IllegalArgumentException("a nonce has 24 bytes");
        }
        byte[] blocks = new byte[2 * BLOCK];
        for (int i = 0; i < 2; i++) {
            int at = i * BLOCK;
            blocks[at + 1] = (byte) (i + 1);
            blocks[at + 2] = 'X';
            System.arraycopy(nonce, 0, blocks, at + 4, NONCE_BYTES / 2);
            for (int j = 0; j < BLOCK; j++) {
                blocks[at + j] = (byte) (blocks[at + j] ^ subkey[j]);
            }
        }
        byte[] derived = encrypt(blocks);
        try {
            return new AesKey(derived);
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    /** K1 of NIST SP 800-38B, 6.1: the encrypted zero block, doubled in GF(2^128). */
    private byte[] cmacSubkey() {
        byte[] l;
        try {
            l = encrypt(new byte[BLOCK]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's AES failed", e);
        }
        byte[] doubled = new byte[BLOCK];
        int carry = 0;
        for (int i = BLOCK - 1; i >= 0; i--) {
            int value = (l[i] & 0xff) << 1 | carry;
            doubled[i] = (byte) value;
            carry = value >>> 8;
        }
        // Without a branch on the key's bit: the mask is 0 or 0x87.
        doubled[BLOCK - 1] = (byte) (doubled[BLOCK - 1] ^ (-carry & 0x87));
        return doubled;
    }

    private byte[] encrypt(byte[] blocks) throws GeneralSecurityException {
        return BLOCKS.use(
                cipher -> {
                    cipher.init(Cipher.ENCRYPT_MODE, key);
                    return cipher.doFinal(blocks);
                });
    }
}
