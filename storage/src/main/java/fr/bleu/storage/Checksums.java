package fr.bleu.storage;

import java.security.MessageDigest;

/**
 * Checksums of a body, as declared by a client or as computed; no bytes where there is none.
 *
 * @param md5 16 bytes or none
 * @param crc64 8 bytes, little-endian, or none
 */
public record Checksums(byte[] md5, byte[] crc64) {
    static final byte[] NONE = new byte[0];

    /** Nothing declared. */
    public static final Checksums UNDECLARED = new Checksums(NONE, NONE);

    /** Whether there is an MD5. */
    public boolean hasMd5() {
        return md5.length > 0;
    }

    /** Whether there is a CRC-64. */
    public boolean hasCrc64() {
        return crc64.length > 0;
    }

    /**
     * Holds what was computed to what was declared.
     *
     * @throws fr.bleu.http.Failure 400 Md5Mismatch or Crc64Mismatch
     */
    void require(Checksums computed) {
        if (hasMd5() && !MessageDigest.isEqual(md5, computed.md5)) {
            throw StorageError.MD5_MISMATCH.failure();
        }
        if (hasCrc64() && !MessageDigest.isEqual(crc64, computed.crc64)) {
            throw StorageError.CRC64_MISMATCH.failure();
        }
    }

    /** Holds bytes at hand to what was declared of them. */
    public void requireOf(byte[] bytes) {
        Digests digests = Digests.of(hasMd5(), hasCrc64());
        digests.update(bytes, 0, bytes.length);
        require(digests.done());
    }

    /** The MD5 and, if wanted, the CRC-64 of bytes at hand. */
    public static Checksums of(byte[] bytes, boolean withMd5, boolean withCrc64) {
        Digests digests = Digests.of(withMd5, withCrc64);
        digests.update(bytes, 0, bytes.length);
        return digests.done();
    }
}
