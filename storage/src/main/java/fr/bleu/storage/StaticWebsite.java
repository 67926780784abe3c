package fr.bleu.storage;

/**
 * How {@code $web} is served as a website.
 *
 * @param enabled whether it is
 * @param indexDocument what is served for a directory; empty for none
 * @param errorDocument the blob that is served with 404; empty for none
 * @param defaultIndexPath the blob that is served for the root; empty for none
 */
public record StaticWebsite(
        boolean enabled, String indexDocument, String errorDocument, String defaultIndexPath) {
    /** Not served. */
    public static final StaticWebsite OFF = new StaticWebsite(false, "", "", "");

    void encode(Encoder out) {
        out.int8(enabled ? 1 : 0)
                .text(indexDocument)
                .text(errorDocument)
                .text(defaultIndexPath);
    }

    static StaticWebsite decode(Decoder in) {
        return new StaticWebsite(in.int8() != 0, in.text(), in.text(), in.text());
    }
}
