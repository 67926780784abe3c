package fr.bleu.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Change;
import fr.bleu.store.Outcome;
import fr.bleu.store.Store;
import fr.bleu.store.StoreFailedException;
import fr.bleu.store.StoreUnusableException;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The synchronous standby is away: COMMIT waits, and so does what is shown for good. */
@Tag("postgres")
class StandbyTest {

    private static final String WAITING =
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";

    private Cluster cluster;
    private PostgresOptions options;
    private Store store;
    private Store other;

    @BeforeEach
    void start() throws Exception {
        cluster = Cluster.start();
        // The default of a server that keeps its warnings to itself.
        cluster.set("client_min_messages", "error");
        options = cluster.newDatabase();
        store = PostgresStore.open(options);
        other = PostgresStore.open(options);
    }

    @AfterEach
    void stop() {
        store.close();
        other.close();
        cluster.close();
    }

    /** The other node asks whether a change committed whose COMMIT still waits. */
    @Test
    void aChangeWhoseCommitIsOnItsWayIsNotSaidToBeMissing() throws Exception {
        Change change = CommitOracle.change(new Random(1));
        FutureTask<Outcome> answer = commitWithoutStandby(change);

        assertThrows(StoreFailedException.class, () -> other.resolve(change.id()));

        cluster.set("synchronous_standby_names", "");
        assertInstanceOf(Outcome.Committed.class, answer.get());
        assertEquals(1, other.resolve(change.id()).orElseThrow().sequence());
        assertTrue(other.resolve(CommitOracle.change(new Random(2)).id()).isEmpty());
    }

    @Test
    void aReaderThatWaitsForTheStandbyGivesUpAndLeavesNothingBehind() throws Exception {
        FutureTask<Outcome> answer = commitWithoutStandby(CommitOracle.change(new Random(1)));
        stopWaiting();
        assertInstanceOf(Outcome.Unknown.class, answer.get());

        StoreFailedException failure =
                assertThrows(StoreFailedException.class, () -> other.ledger().size());

        assertTrue(failure.getMessage().contains("warning"), failure.getMessage());
        assertEquals("0", cluster.one("postgres", WAITING));
        StoreUnusableException unusable =
                assertThrows(StoreUnusableException.class, () -> PostgresStore.open(options));
        assertTrue(unusable.getMessage().contains("warning"), unusable.getMessage());
        cluster.set("synchronous_standby_names", "");
    }

    private FutureTask<Outcome> commitWithoutStandby(Change change) throws Exception {
        cluster.set("synchronous_standby_names", "nobody");
        FutureTask<Outcome> answer = new FutureTask<>(() -> store.commit(change));
        Thread.startVirtualThread(answer);
        while (cluster.one("postgres", WAITING).equals("0")) {
            Thread.sleep(5);
        }
        return answer;
    }

    /** Until the committer has given up; each try of it waits anew. */
    private void stopWaiting() throws Exception {
        String commits =
                "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity"
                        + " WHERE wait_event = 'SyncRep' AND application_name LIKE '%commit'";
        long quiet = 0;
        while (quiet < 50) {
            quiet = cluster.one("postgres", commits).equals("0") ? quiet + 1 : 0;
            Thread.sleep(20);
        }
    }
}
