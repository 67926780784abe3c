package fr.bleu.store.embedded;

import static org.junit.jupiter.api.Assertions.assertThrows;

import fr.bleu.store.Changes;
import fr.bleu.store.Snapshot;
import fr.bleu.store.Store;
import fr.bleu.store.StoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, and that native memory is not touched once it was released. */
class RocksStoreTest extends StoreContract {

    @TempDir Path folder;

    @Override
    protected Store open() {
        return Stores.rocksdb(folder, StoreOptions.of(clock));
    }

    @Test
    void aClosedSnapshotDoesNotRead() {
        Snapshot snapshot = store.snapshot();
        snapshot.close();
        snapshot.close();

        assertThrows(IllegalStateException.class, () -> snapshot.get(Changes.key("a")));
        assertThrows(
                IllegalStateException.class,
                () -> snapshot.scan(Changes.key("a"), Changes.key("b"), 1));
    }

    @Test
    void aSnapshotOfAClosedStoreDoesNotReadAndIsClosedInPeace() {
        Snapshot snapshot = store.snapshot();
        store.close();

        assertThrows(IllegalStateException.class, () -> snapshot.get(Changes.key("a")));
        snapshot.close();
    }
}
