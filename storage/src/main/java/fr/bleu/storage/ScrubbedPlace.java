package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Table;
import java.util.UUID;

/**
 * Where the scrub reads: behind a container's incarnation, or behind a directory's id.
 *
 * @param path the directory's, with a slash at its end; empty for the container
 */
record ScrubbedPlace(UUID account, String container, UUID id, String path) {

    static ScrubbedPlace of(UUID account, Container container) {
        return new ScrubbedPlace(account, container.name(), container.incarnation(), "");
    }

    Key in(Table table) {
        return Key.of(account, table).id(id);
    }

    /** What a record here is about, by its whole name. */
    String name(Stored record) {
        return path + BlobTarget.name(record.key());
    }

    /** The directory that a record here is. */
    ScrubbedPlace below(Stored record, UUID directory) {
        return new ScrubbedPlace(account, container, directory, name(record) + "/");
    }
}
