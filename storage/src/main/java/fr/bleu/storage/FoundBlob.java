package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A blob's place and what is there.
 *
 * @param place the container; every change checks that its record is still the same
 * @param slot where the blob's records are or would be
 */
record FoundBlob(
        BlobTarget target,
        Containers.Found place,
        Slot slot,
        Optional<Stored> stored,
        Optional<Blob> blob) {

    Container container() {
        return place.container();
    }

    Blob existing() {
        return blob.orElseThrow(StorageError.BLOB_NOT_FOUND::failure);
    }

    Key key() {
        return slot.key();
    }

    Key sessionKey() {
        return slot.in(Tables.SESSION);
    }

    /** That the place is still there. */
    List<Check> reachable() {
        List<Check> checks = new ArrayList<>(slot.checks());
        checks.add(place.stored().unchanged());
        return checks;
    }

    List<Check> unchanged() {
        List<Check> checks = reachable();
        checks.add(stored.<Check>map(Stored::unchanged).orElseGet(() -> absent()));
        return checks;
    }

    private Check absent() {
        return new Check.Absent(key());
    }
}
