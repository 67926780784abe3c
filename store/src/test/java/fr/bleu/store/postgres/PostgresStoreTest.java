package fr.bleu.store.postgres;

import static org.junit.jupiter.api.Assertions.assertThrows;

import fr.bleu.store.Changes;
import fr.bleu.store.Snapshot;
import fr.bleu.store.Store;
import fr.bleu.store.StoreContract;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract over a real server. */
@Tag("postgres")
class PostgresStoreTest extends StoreContract {

    private PostgresOptions options;

    @Override
    protected Store open() throws Exception {
        if (options == null) {
            options = Cluster.shared().newDatabase().withClock(clock);
        }
        return PostgresStore.open(options);
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
