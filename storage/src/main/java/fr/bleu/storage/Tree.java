package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Table;
import fr.bleu.store.Write;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The directories of a hierarchical container. A directory is a record at its parent's id and its
 * name, like a file's, and carries an id of its own, behind which its children are; the container's
 * incarnation is the root's. So all that is below a directory stays where it is when its one record
 * moves. Whoever writes below a directory checks every record on the way, and whoever deletes one
 * checks that nothing is behind its id.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/storage/blobs/data-lake-storage-known-issues#blob-storage-apis">Blob
 *     Storage APIs in accounts with a hierarchical namespace</a>
 */
final class Tree {
    /** Names of a path: Azure's limit. */
    static final int MAX_DEPTH = 63;

    /** The metadata by which the Blob service shows a directory, and is asked to make one. */
    static final String IS_FOLDER = "hdi_isfolder";

    private Tree() {}

    /**
     * The names of a path; empty ones are left out, as Azure does.
     *
     * @throws fr.bleu.http.Failure 400 for a path that names nothing
     */
    static List<String> names(String path) {
        List<String> names = Arrays.stream(path.split("/")).filter(it -> !it.isEmpty()).toList();
        if (names.isEmpty() || names.contains(".") || names.contains("..")) {
            throw StorageError.INVALID_RESOURCE_NAME.failure();
        }
        if (names.size() > MAX_DEPTH) {
            throw StorageError.OUT_OF_RANGE_INPUT.failure(
                    "A path has at most " + MAX_DEPTH + " names.");
        }
        return names;
    }

    /** The blob by its one name, in whatever way its path was written. */
    static BlobTarget named(Container container, BlobTarget target) {
        return container.traits().hierarchical()
                ? new BlobTarget(target.container(), String.join("/", names(target.name())))
                : target;
    }

    /** Where a blob's records are; nothing is read for a flat container. */
    static Slot slot(Reads reads, Container container, BlobTarget named, InstantSource clock) {
        UUID root = container.incarnation();
        return container.traits().hierarchical()
                ? find(reads, named.account(), root, names(named.name()), clock)
                : Slot.flat(named.account(), root, named.name());
    }

    /** Where a path leads: one read for each directory on the way. */
    static Slot find(
            Reads reads, UUID account, UUID root, List<String> names, InstantSource clock) {
        List<Check> above = new ArrayList<>();
        UUID at = root;
        for (int i = 0; i < names.size() - 1; i++) {
            Key key = key(account, at, names.get(i));
            Optional<Stored> stored = reads.get(key);
            if (stored.isEmpty()) {
                above.add(new Check.Absent(key));
                return missing(account, at, names.subList(i, names.size()), above, clock);
            }
            Optional<UUID> id = id(Optional.of(Blob.decode(stored.get().value())));
            if (id.isEmpty()) {
                // Behind an id that nothing has: the name may be in the file's directory, too.
                UUID none = UUID.randomUUID();
                return new Slot(account, none, names.getLast(), List.of(), List.of(), true);
            }
            above.add(stored.get().unchanged());
            at = id.get();
        }
        return new Slot(account, at, names.getLast(), above, List.of(), false);
    }

    /** New directories down to the last name; what is below a new id cannot be there yet. */
    private static Slot missing(
            UUID account, UUID from, List<String> names, List<Check> above, InstantSource clock) {
        List<Write> parents = new ArrayList<>();
        Stamp now = Stamp.now(clock);
        UUID at = from;
        for (String name : names.subList(0, names.size() - 1)) {
            UUID id = UUID.randomUUID();
            parents.add(new Write.Put(key(account, at, name), directory(id, now).encode()));
            at = id;
        }
        return new Slot(account, at, names.getLast(), above, parents, false);
    }

    private static Key key(UUID account, UUID directory, String name) {
        return children(account, Tables.BLOB, directory).text(name);
    }

    /** What the keys of all that is directly in a directory begin with. */
    static Key children(UUID account, Table table, UUID directory) {
        return Key.of(account, table).id(directory);
    }

    private static Blob directory(UUID id, Stamp now) {
        return marked(
                new Blob(
                        now,
                        now,
                        new ContentHeaders(
                                ContentHeaders.DEFAULT_TYPE, "", "", "", "", new byte[0]),
                        Metadata.EMPTY,
                        new Content.Directory(id),
                        Traits.NONE));
    }

    /** Behind which id a directory's children are; empty for a file. */
    static Optional<UUID> id(Optional<Blob> blob) {
        return blob.map(Blob::content)
                .filter(Content.Directory.class::isInstance)
                .map(it -> ((Content.Directory) it).children());
    }

    /** The blob; a directory shows that it is one, whatever its metadata are set to. */
    static Blob marked(Blob blob) {
        if (!(blob.content() instanceof Content.Directory)) {
            return blob;
        }
        Map<String, String> values = new LinkedHashMap<>(blob.metadata().values());
        values.put(IS_FOLDER, "true");
        return blob.withMetadata(new Metadata(values));
    }

    /** The directory that Put Blob is to make, or to leave: with the mark and without content. */
    static Optional<Content> asked(FoundBlob found, Metadata metadata, Content content) {
        boolean asked =
                found.container().traits().hierarchical()
                        && content.length() == 0
                        && "true".equalsIgnoreCase(metadata.values().get(IS_FOLDER));
        return asked
                ? Optional.of(new Content.Directory(id(found.blob()).orElseGet(UUID::randomUUID)))
                : Optional.empty();
    }

    /**
     * What a change must check so that the container stays a tree.
     *
     * @param stands what would stand; empty after a deletion
     * @throws fr.bleu.http.Failure 409 for a directory that is not empty, a file in a directory's
     *     place or the reverse, and for what such containers do not have
     */
    static List<Check> keep(
            Reads reads, FoundBlob found, Optional<Blob> stands, List<PastChange> past) {
        if (!found.container().traits().hierarchical()) {
            return List.of();
        }
        requireSupported(stands, past);
        Optional<UUID> was = id(found.blob());
        if (stands.isEmpty()) {
            return was.map(id -> empty(reads, found, id)).orElse(List.of());
        }
        if (found.blob().isPresent() && !was.equals(id(stands))) {
            throw StorageError.RESOURCE_TYPE_MISMATCH.failure();
        }
        return List.of();
    }

    private static List<Check> empty(Reads reads, FoundBlob found, UUID id) {
        Key children = children(found.target().account(), Tables.BLOB, id);
        if (!reads.scanPrefix(children, 1).isEmpty()) {
            throw StorageError.DIRECTORY_IS_NOT_EMPTY.failure();
        }
        return List.of(new Check.PrefixEmpty(found.key(), children));
    }

    private static void requireSupported(Optional<Blob> stands, List<PastChange> past) {
        boolean other =
                stands.filter(it -> !it.traits().tags().isEmpty() || it.type() == BlobType.PAGE)
                        .isPresent();
        if (other || !past.isEmpty()) {
            throw StorageError.NOT_YET_SUPPORTED_IN_HIERARCHY.failure();
        }
        Optional<Traits> ofDirectory = stands.filter(it -> isDirectory(it)).map(Blob::traits);
        if (ofDirectory.filter(it -> !it.equals(Traits.NONE.withLease(it.lease()))).isPresent()) {
            throw StorageError.BLOB_OPERATION_NOT_SUPPORTED.failure("It is a directory.");
        }
    }

    private static boolean isDirectory(Blob blob) {
        return blob.content() instanceof Content.Directory;
    }

    /** Refuses to take a directory for a file. */
    static void requireFile(Optional<Blob> blob) {
        if (id(blob).isPresent()) {
            throw StorageError.RESOURCE_TYPE_MISMATCH.failure("It is a directory.");
        }
    }

    /** Refuses what hierarchical containers do not have. */
    static void requireFlat(Container container) {
        if (container.traits().hierarchical()) {
            throw StorageError.NOT_YET_SUPPORTED_IN_HIERARCHY.failure();
        }
    }

    /** Refuses a setting that hierarchical accounts do not have. */
    static void requireFlat(Account account) {
        if (account.settings().hierarchical()) {
            throw StorageError.FEATURE_NOT_SUPPORTED_FOR_ACCOUNT.failure();
        }
    }
}
