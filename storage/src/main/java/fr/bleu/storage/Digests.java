package fr.bleu.storage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * The checksums of a body. MD5 costs twelve times what its encryption costs, so it is computed only
 * where the protocol wants it.
 *
 * @see BodyReader
 */
final class Digests {
    private final Optional<MessageDigest> md5;
    private final Optional<Crc64> crc64;

    private Digests(Optional<MessageDigest> md5, Optional<Crc64> crc64) {
        this.md5 = md5;
        this.crc64 = crc64;
    }

    static Digests of(boolean withMd5, boolean withCrc64) {
        return new Digests(
                withMd5 ? Optional.of(newMd5()) : Optional.empty(),
                withCrc64 ? Optional.of(new Crc64()) : Optional.empty());
    }

    boolean any() {
        return md5.isPresent() || crc64.isPresent();
    }

    void update(byte[] bytes, int offset, int length) {
        md5.ifPresent(digest -> digest.update(bytes, offset, length));
        crc64.ifPresent(digest -> digest.update(bytes, offset, length));
    }

    Checksums done() {
        return new Checksums(
                md5.map(MessageDigest::digest).orElse(Checksums.NONE),
                crc64.map(Crc64::bytes).orElse(Checksums.NONE));
    }

    /** MD5 of bytes at hand. */
    static byte[] md5(byte[] bytes) {
        return newMd5().digest(bytes);
    }

    private static MessageDigest newMd5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
