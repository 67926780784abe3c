package fr.bleu.keys;

import java.util.Arrays;
import javax.crypto.SecretKey;

/** A 256-bit AES key whose bytes can be wiped, which the JDK's {@code SecretKeySpec} cannot. */
final class AesKey implements SecretKey {
    private static final long serialVersionUID = 1L;

    static final int BYTES = 32;

    private final transient byte[] bytes;
    private transient volatile boolean destroyed;

    /** Copies the bytes; the caller wipes its own. */
    AesKey(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("an AES-256 key has 32 bytes");
        }
        this.bytes = bytes.clone();
    }

    @Override
    public String getAlgorithm() {
        return "AES";
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    @Override
    public byte[] getEncoded() {
        if (destroyed) {
            throw new IllegalStateException("the key has been wiped");
        }
        return bytes.clone();
    }

    @Override
    public void destroy() {
        destroyed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    @Override
    public String toString() {
        return "AesKey";
    }
}
