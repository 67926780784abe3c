package fr.bleu.storage;

import java.util.Map;

/**
 * What a blob's index tags may be: at most ten, names of 1 to 128 and values of 0 to 256
 * characters, out of letters, digits, space and {@code + - . / : = _}.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/set-blob-tags">Set Blob
 *     Tags</a>
 */
public final class Tags {
    /** Tags of one blob. */
    public static final int MAX = 10;

    /** A name, in characters. */
    public static final int MAX_NAME_CHARS = 128;

    /** A value, in characters. */
    public static final int MAX_VALUE_CHARS = 256;

    private static final String PUNCTUATION = " +-./:=_";

    private Tags() {}

    /**
     * Checks tags and gives them back.
     *
     * @throws fr.bleu.http.Failure 400 with Azure's code
     */
    public static Map<String, String> checked(Map<String, String> tags) {
        if (tags.size() > MAX) {
            throw StorageError.TAGS_TOO_LARGE.failure();
        }
        tags.forEach(Tags::check);
        return tags;
    }

    private static void check(String name, String value) {
        if (name.isEmpty()) {
            throw StorageError.EMPTY_TAG_NAME.failure();
        }
        if (name.length() > MAX_NAME_CHARS || value.length() > MAX_VALUE_CHARS) {
            throw StorageError.TAGS_TOO_LARGE.failure();
        }
        if (!isTagText(name) || !isTagText(value)) {
            throw StorageError.INVALID_TAG.failure();
        }
    }

    static boolean isTagText(String text) {
        return text.chars().allMatch(Tags::isTagChar);
    }

    private static boolean isTagChar(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || PUNCTUATION.indexOf(c) >= 0;
    }
}
