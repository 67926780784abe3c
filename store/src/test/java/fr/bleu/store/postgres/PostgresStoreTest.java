package fr.bleu.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fr.bleu.store.Changes;
import fr.bleu.store.Key;
import fr.bleu.store.Outcome;
import fr.bleu.store.Snapshot;
import fr.bleu.store.Store;
import fr.bleu.store.StoreContract;
import fr.bleu.store.Write;
import java.util.List;
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

    /** A key longer than a row takes is led to by markers, which nobody else sees. */
    @Test
    void markersGoWithTheLastKeyBehindThem() throws Exception {
        Key base = Key.of(Changes.OWNER, Changes.TABLE).append(new byte[6_000]);
        List<Key> keys = List.of(base, base.append(new byte[] {1}));
        for (Key key : keys) {
            commit(new Write.Put(key, Changes.value("x")));
        }
        assertEquals("4", rows());
        commit(new Write.Delete(keys.getFirst()));
        assertEquals("3", rows());
        commit(new Write.Delete(keys.getLast()));
        assertEquals("0", rows());
    }

    private void commit(Write write) {
        Outcome outcome = store.commit(Changes.of(id(), List.of(), List.of(write)));
        assertInstanceOf(Outcome.Committed.class, outcome);
    }

    private String rows() throws Exception {
        return Cluster.shared()
                .one(options.address().database(), "SELECT count(*) FROM bleu.records");
    }
}
