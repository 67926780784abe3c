package fr.bleu.storage;

import fr.bleu.http.Failure;
import fr.bleu.http.Headers;

/**
 * Bytes {@code [offset, offset + length)} of a blob.
 *
 * @param offset the first byte
 * @param length how many
 */
public record ByteRange(long offset, long length) {

    /** The whole of a blob. */
    public static ByteRange all(Blob blob) {
        return new ByteRange(0, blob.length());
    }

    /** The byte after the last. */
    public long end() {
        return offset + length;
    }

    /**
     * What of this range a blob has.
     *
     * @throws fr.bleu.http.Failure 416 when the blob ends before the range begins
     */
    public ByteRange within(Blob blob) {
        if (offset >= blob.length()) {
            StorageError error = StorageError.INVALID_RANGE;
            // SDKs learn from it that a blob is empty.
            Headers length = Headers.EMPTY.with("Content-Range", "bytes */" + blob.length());
            throw new Failure(error.status(), error.code(), error.message(), length);
        }
        return new ByteRange(offset, Math.min(length, blob.length() - offset));
    }
}
