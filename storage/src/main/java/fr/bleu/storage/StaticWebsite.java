package fr.bleu.storage;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An account's static website: the blobs of the container {@value #CONTAINER}, for everybody. Each
 * text is empty where it is not set.
 *
 * @param enabled whether it is served
 * @param indexDocument the name of the page that stands for its directory
 * @param errorDocument404Path the page for what is not there, served with status 404
 * @param defaultIndexDocumentPath the page for whatever has none of its own, served with status
 *     200; not together with an index document
 * @see <a href="https://learn.microsoft.com/azure/storage/blobs/storage-blob-static-website">Static
 *     website hosting</a>
 */
public record StaticWebsite(
        boolean enabled,
        String indexDocument,
        String errorDocument404Path,
        String defaultIndexDocumentPath) {
    /** Where its files lie. */
    public static final String CONTAINER = "$web";

    /** Longest index document's name, in characters. */
    public static final int MAX_NAME_CHARS = 255;

    /** Longest path, in characters: a blob's longest name. */
    public static final int MAX_PATH_CHARS = 1_024;

    /** A new account's. */
    public static final StaticWebsite OFF = new StaticWebsite(false, "", "", "");

    /**
     * The blobs that a path may mean, the first that is there counts: itself, the index of the
     * directory that it names with or without a slash, the default.
     *
     * @param path decoded, without its first slash; empty for the root
     */
    public List<String> pages(String path) {
        boolean directory = path.isEmpty() || path.endsWith("/");
        Set<String> pages = new LinkedHashSet<>();
        if (!directory) {
            pages.add(path);
        }
        if (!indexDocument.isEmpty()) {
            pages.add((directory ? path : path + "/") + indexDocument);
        }
        pages.add(blob(defaultIndexDocumentPath));
        return pages.stream().filter(StaticWebsite::isName).toList();
    }

    /** The blob of the error document; none where it is not set. */
    public List<String> errorPages() {
        return List.of(blob(errorDocument404Path)).stream().filter(StaticWebsite::isName).toList();
    }

    /** Absolute paths may begin with a slash; blobs' names do not. */
    private static String blob(String path) {
        return path.startsWith("/") ? path.substring(1) : path;
    }

    private static boolean isName(String blob) {
        return !blob.isEmpty() && blob.length() <= MAX_PATH_CHARS;
    }

    void encode(Encoder out) {
        out.int8(enabled ? 1 : 0)
                .text(indexDocument)
                .text(errorDocument404Path)
                .text(defaultIndexDocumentPath);
    }

    static StaticWebsite decode(Decoder in) {
        return new StaticWebsite(in.int8() != 0, in.text(), in.text(), in.text());
    }
}
