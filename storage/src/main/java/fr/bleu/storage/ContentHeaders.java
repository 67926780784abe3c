package fr.bleu.storage;

import java.util.Arrays;

/**
 * What a blob says about its content; empty text and no bytes mean «not set».
 *
 * @param md5 16 bytes, or none: what the client declared or Put Blob computed
 */
public record ContentHeaders(
        String type,
        String encoding,
        String language,
        String cacheControl,
        String disposition,
        byte[] md5) {
    /** The type of a blob that was given none. */
    public static final String DEFAULT_TYPE = "application/octet-stream";

    /** The same with another MD5. */
    ContentHeaders withMd5(byte[] other) {
        return new ContentHeaders(type, encoding, language, cacheControl, disposition, other);
    }

    void encode(Encoder out) {
        out.text(type).text(encoding).text(language).text(cacheControl).text(disposition);
        out.bytes(md5);
    }

    static ContentHeaders decode(Decoder in) {
        return new ContentHeaders(
                in.text(), in.text(), in.text(), in.text(), in.text(), in.bytes());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ContentHeaders that
                && type.equals(that.type)
                && encoding.equals(that.encoding)
                && language.equals(that.language)
                && cacheControl.equals(that.cacheControl)
                && disposition.equals(that.disposition)
                && Arrays.equals(md5, that.md5);
    }

    @Override
    public int hashCode() {
        return type.hashCode() * 31 + Arrays.hashCode(md5);
    }
}
