package fr.bleu.storage;

/**
 * A block blob.
 *
 * @param created when a blob of this name was first written since it was last deleted
 * @param modified its last change and its ETag
 */
public record Blob(
        Stamp created, Stamp modified, ContentHeaders headers, Metadata metadata, Content content) {

    /** The content's length in bytes. */
    public long length() {
        return content.length();
    }

    byte[] encode() {
        int inline = content instanceof Content.Inline body ? body.sealed().length : 0;
        Encoder out = new Encoder(256 + inline).int64(created.ticks()).int64(modified.ticks());
        headers.encode(out);
        out.map(metadata.values());
        content.encode(out);
        return out.done();
    }

    static Blob decode(byte[] value) {
        Decoder in = new Decoder(value);
        return new Blob(
                new Stamp(in.int64()),
                new Stamp(in.int64()),
                ContentHeaders.decode(in),
                new Metadata(in.map()),
                Content.decode(in));
    }
}
