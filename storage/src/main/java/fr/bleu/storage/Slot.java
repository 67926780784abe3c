package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Table;
import fr.bleu.store.Write;
import java.util.List;
import java.util.UUID;

/**
 * Where a blob's records are: behind the id of a directory, and there under a name. A flat
 * container is one directory, whose id is its incarnation, and the name is the whole; in a
 * hierarchical one {@link Tree} finds them.
 *
 * @param above that the directories on the way are what they were
 * @param parents makes those that are missing; whoever writes makes them
 * @param underFile whether what would have to be a directory is a file
 */
record Slot(
        UUID account,
        UUID directory,
        String name,
        List<Check> above,
        List<Write> parents,
        boolean underFile) {

    static Slot flat(UUID account, UUID incarnation, String name) {
        return new Slot(account, incarnation, name, List.of(), List.of(), false);
    }

    /** Whether nothing can be there. */
    boolean isNowhere() {
        return underFile || !parents.isEmpty();
    }

    /** Where the blob's record is or would be. */
    Key key() {
        return in(Tables.BLOB);
    }

    Key in(Table table) {
        return Key.of(account, table).id(directory).text(name);
    }

    /**
     * What whoever writes here must check beside the record itself.
     *
     * @throws fr.bleu.http.Failure 409 ResourceTypeMismatch below a file
     */
    List<Check> checks() {
        if (underFile) {
            throw StorageError.RESOURCE_TYPE_MISMATCH.failure("A part of the path is a file.");
        }
        return above;
    }
}
