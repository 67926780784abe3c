package fr.bleu.storage.api;

import fr.bleu.storage.FeedContainer;
import fr.bleu.storage.StorageError;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What containers and blobs may be called.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata">Naming
 *     and referencing containers, blobs, and metadata</a>
 */
final class Names {
    private static final Pattern CONTAINER = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Set<String> SPECIAL =
            Set.of(RootContainer.NAME, "$web", FeedContainer.NAME);
    private static final int MIN_CONTAINER_CHARS = 3;
    private static final int MAX_CONTAINER_CHARS = 63;
    private static final int MAX_BLOB_CHARS = 1_024;

    private Names() {}

    /**
     * A container's name: 3 to 63 lower-case letters, digits and single hyphens, or one of those
     * that mean something to the service.
     */
    static String container(String name) {
        if (SPECIAL.contains(name)) {
            return name;
        }
        if (name.length() < MIN_CONTAINER_CHARS || name.length() > MAX_CONTAINER_CHARS) {
            throw StorageError.OUT_OF_RANGE_INPUT.failure(
                    "A container's name has 3 to 63 characters.");
        }
        if (!CONTAINER.matcher(name).matches()) {
            throw StorageError.INVALID_RESOURCE_NAME.failure();
        }
        return name;
    }

    /** A blob's name: 1 to 1,024 characters, whatever they are. */
    static String blob(String name) {
        if (name.length() > MAX_BLOB_CHARS) {
            throw StorageError.OUT_OF_RANGE_INPUT.failure(
                    "A blob's name has at most 1,024 characters.");
        }
        return name;
    }
}
