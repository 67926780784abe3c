package fr.bleu.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Changes;
import fr.bleu.store.LedgerMismatchException;
import fr.bleu.store.Oracle;
import fr.bleu.store.Outcome;
import fr.bleu.store.PreparedEntry;
import fr.bleu.store.Store;
import fr.bleu.store.engine.Ticket;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A failover has lost commits that a node has seen, and others have taken their numbers: the node
 * neither signs nor continues what would be a fork. What only looks so passes.
 */
@Tag("postgres")
class LostCommitsTest {

    private final Random random = new Random(7);
    private PostgresOptions options;
    private Sources sources;
    private Database database;
    private PostgresLedger ledger;

    @BeforeEach
    void open() throws Exception {
        options = Cluster.shared().newDatabase();
        sources = new Sources(options);
        Schema.migrate(sources.migrating());
        database = new Database(sources.reading(), 2);
        ledger = PostgresLedger.open(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anotherCommitOfTheSameNumberIsNotFollowed() throws Exception {
        assertCommitted(commit(change(1)));
        replace(change(1));

        assertThrows(LedgerMismatchException.class, ledger::size);
        assertThrows(LedgerMismatchException.class, () -> ledger.rootHash(1));
    }

    @Test
    void anotherCommitOfTheSameNumberIsNotContinued() throws Exception {
        assertCommitted(commit(change(1)));
        replace(change(1));

        assertInstanceOf(Outcome.Busy.class, commit(change(1)));
        assertEquals(1, PostgresLedger.open(database).size());
    }

    /** So far ahead that the leaves between are not read. */
    @Test
    void aLedgerFarAheadIsHeldAgainstTheOneThatWasSeen() throws Exception {
        assertCommitted(commit(change(1)));
        replace(change(10_002));

        assertThrows(LedgerMismatchException.class, ledger::size);
    }

    @Test
    void aLedgerFarAheadThatContinuesIsFollowed() throws Exception {
        assertCommitted(commit(change(1)));
        try (Store other = PostgresStore.open(options)) {
            assertCommitted(other.commit(change(10_001)));
        }

        assertEquals(10_002, ledger.size());
        assertCommitted(commit(change(1)));
        Oracle.assertLedgerVerifies(ledger);
    }

    /** The lost commits come back, as of the old primary: one of the two is a fork all the same. */
    @Test
    void whatWasFoundLostStaysSo() throws Exception {
        assertCommitted(commit(change(1)));
        execute("CREATE TABLE bleu.kept AS SELECT * FROM bleu.head");
        execute("UPDATE bleu.head SET sequence = 0, value = NULL");
        assertThrows(LedgerMismatchException.class, ledger::size);
        execute("UPDATE bleu.head SET (sequence, value) = (SELECT sequence, value FROM bleu.kept)");

        assertThrows(LedgerMismatchException.class, ledger::size);
        assertThrows(LedgerMismatchException.class, ledger::sequence);
        assertInstanceOf(Outcome.Busy.class, commit(change(1)));
    }

    /** Frozen after its turn's first statement; another node's commit is seen before its next. */
    @Test
    void aTurnThatIsLostIsNotTakenForLostCommits() throws Exception {
        try (Store other = PostgresStore.open(options)) {
            Callable<Void> frozen =
                    () -> {
                        assertCommitted(other.commit(change(1)));
                        assertEquals(1, ledger.size());
                        return null;
                    };

            assertCommitted(commit(losingItsTurn(frozen), change(1)));

            assertEquals(2, ledger.size());
            Oracle.assertLedgerVerifies(ledger);
        }
    }

    /** A committer's connections whose first turn ends before it reads, while something happens. */
    private DataSource losingItsTurn(Callable<Void> meanwhile) {
        List<Callable<Void>> once = new ArrayList<>(List.of(meanwhile));
        return proxy(
                DataSource.class,
                sources.committing(),
                "getConnection",
                real ->
                        proxy(
                                Connection.class,
                                (Connection) real,
                                "createArrayOf",
                                array -> {
                                    if (!once.isEmpty() && isInTurn((Connection) real)) {
                                        ((Connection) real).rollback();
                                        once.removeFirst().call();
                                    }
                                    return array;
                                }));
    }

    private static boolean isInTurn(Connection connection) throws Exception {
        return !connection.getAutoCommit();
    }

    @FunctionalInterface
    private interface Result {
        Object instead(Object result) throws Exception;
    }

    private static <T> T proxy(Class<T> type, T real, String method, Result result) {
        return type.cast(
                Proxy.newProxyInstance(
                        LostCommitsTest.class.getClassLoader(),
                        new Class<?>[] {type},
                        (_, called, arguments) -> {
                            try {
                                Object returned = called.invoke(real, arguments);
                                return called.getName().equals(method)
                                        ? result.instead(returned)
                                        : returned;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    /** Loses all that was committed, and commits another change in its place. */
    private void replace(Change change) throws Exception {
        execute("UPDATE bleu.head SET sequence = 0, value = NULL");
        execute("TRUNCATE bleu.ledger, bleu.outcomes, bleu.records");
        try (Store other = PostgresStore.open(options)) {
            assertCommitted(other.commit(change));
        }
    }

    private Outcome commit(Change change) {
        return commit(sources.committing(), change);
    }

    private Outcome commit(DataSource source, Change change) {
        Ticket ticket = new Ticket(change);
        new PostgresCommitter(source, ledger, options, new DatabaseClock())
                .commit(new ArrayList<>(List.of(ticket)));
        return ticket.await();
    }

    private Change change(int entries) {
        ChangeId id = ChangeId.random(System.currentTimeMillis(), random);
        return Changes.withEntries(
                id,
                List.of(),
                List.of(),
                Collections.nCopies(entries, Changes.entry(1, "e", false))
                        .toArray(PreparedEntry[]::new));
    }

    private static void assertCommitted(Outcome outcome) {
        assertInstanceOf(Outcome.Committed.class, outcome);
    }

    private void execute(String sql) throws Exception {
        Cluster.shared().execute(options.address().database(), sql);
    }
}
