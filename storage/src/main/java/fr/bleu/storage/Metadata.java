package fr.bleu.storage;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * A container's or blob's custom metadata: names are C# identifiers, told apart without case;
 * names and values are at most 8 KiB together. Azure keeps the case of names; here they are in
 * lower case, as {@link fr.bleu.http.Request#headers} has them.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata">Naming
 *     and referencing containers, blobs, and metadata</a>
 */
public record Metadata(Map<String, String> values) {
    /** Names and values together, in bytes. */
    public static final int MAX_BYTES = 8 * 1024;

    /** No metadata. */
    public static final Metadata EMPTY = new Metadata(Map.of());

    public Metadata {
        values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * Checks and keeps metadata.
     *
     * @throws fr.bleu.http.Failure 400 with Azure's code
     */
    public static Metadata of(Map<String, String> values) {
        if (values.isEmpty()) {
            return EMPTY;
        }
        int bytes = 0;
        TreeSet<String> names = new TreeSet<>();
        for (Map.Entry<String, String> entry : values.entrySet()) {
            String name = entry.getKey();
            if (name.isEmpty()) {
                throw StorageError.EMPTY_METADATA_KEY.failure();
            }
            if (!isIdentifier(name) || !names.add(name.toLowerCase(Locale.ROOT))) {
                throw StorageError.INVALID_METADATA.failure();
            }
            if (!isHeaderText(entry.getValue())) {
                throw StorageError.INVALID_METADATA.failure();
            }
            bytes += name.length() + entry.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > MAX_BYTES) {
            throw StorageError.METADATA_TOO_LARGE.failure();
        }
        return new Metadata(values);
    }

    private static boolean isIdentifier(String name) {
        int first = name.codePointAt(0);
        if (first != '_' && !Character.isLetter(first)) {
            return false;
        }
        return name.codePoints().allMatch(c -> c == '_' || Character.isLetterOrDigit(c));
    }

    /** What a response header can carry back: no control characters. */
    private static boolean isHeaderText(String value) {
        return value.chars().allMatch(c -> (c >= 0x20 && c != 0x7f) || c == '\t');
    }
}
