package fr.bleu.storage;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A blob of any type; which one its content says.
 *
 * @param created when a blob of this name was first written since it was last deleted
 * @param modified its last change and its ETag
 * @param traits what it has beside
 */
public record Blob(
        Stamp created,
        Stamp modified,
        ContentHeaders headers,
        Metadata metadata,
        Content content,
        Traits traits) {

    /** The content's length in bytes. */
    public long length() {
        return content.length();
    }

    /** Its type. */
    public BlobType type() {
        return content.type();
    }

    /** A page blob's sequence number. */
    public OptionalLong sequenceNumber() {
        return content instanceof Content.Pages pages
                ? OptionalLong.of(pages.sequenceNumber())
                : OptionalLong.empty();
    }

    /** How many blocks an append blob has. */
    public OptionalInt committedBlocks() {
        return content instanceof Content.Appended appended
                ? OptionalInt.of(appended.blocks())
                : OptionalInt.empty();
    }

    /** Whether it is an append blob to which no more can be appended. */
    public boolean isSealed() {
        return content instanceof Content.Appended appended && appended.sealed();
    }

    Blob withModified(Stamp other) {
        return new Blob(created, other, headers, metadata, content, traits);
    }

    Blob withHeaders(ContentHeaders other) {
        return new Blob(created, modified, other, metadata, content, traits);
    }

    Blob withMetadata(Metadata other) {
        return new Blob(created, modified, headers, other, content, traits);
    }

    /** For lists, which show no body and may hold thousands of blobs. */
    Blob withoutBody() {
        return content instanceof Content.Inline body
                ? withContent(new Content.Inline(body.size(), new byte[0]))
                : this;
    }

    Blob withContent(Content other) {
        return new Blob(created, modified, headers, metadata, other, traits);
    }

    Blob withTraits(Traits other) {
        return new Blob(created, modified, headers, metadata, content, other);
    }

    byte[] encode() {
        return encodeTo(new Encoder(expectedBytes())).done();
    }

    int expectedBytes() {
        return 256 + (content instanceof Content.Inline body ? body.sealed().length : 0);
    }

    /** Must come last in a record: traits reach to its end. */
    Encoder encodeTo(Encoder out) {
        out.int64(created.ticks()).int64(modified.ticks());
        headers.encode(out);
        out.map(metadata.values());
        content.encode(out);
        traits.encode(out);
        return out;
    }

    static Blob decode(byte[] value) {
        return decodeFrom(new Decoder(value));
    }

    static Blob decodeFrom(Decoder in) {
        return new Blob(
                new Stamp(in.int64()),
                new Stamp(in.int64()),
                ContentHeaders.decode(in),
                new Metadata(in.map()),
                Content.decode(in),
                Traits.decode(in));
    }
}
