package fr.bleu.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Changes;
import fr.bleu.store.Oracle;
import fr.bleu.store.Outcome;
import fr.bleu.store.Store;
import fr.bleu.store.engine.Batch;
import fr.bleu.store.engine.EngineBatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node that lost its turn cannot write. */
@Tag("postgres")
class TurnTest {

    private final Random random = new Random(5);
    private PostgresOptions options;
    private Store other;
    private Database database;
    private PostgresLedger ledger;
    private Connection connection;

    @BeforeEach
    void open() throws Exception {
        options = Cluster.shared().newDatabase();
        other = PostgresStore.open(options);
        Sources sources = new Sources(options);
        database = new Database(sources.reading(), 1);
        ledger = PostgresLedger.open(database);
        connection = sources.committing().getConnection();
        connection.setAutoCommit(false);
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        database.close();
        other.close();
    }

    @Test
    void aNodeThatIsFrozenInItsTurnLosesItAndItsWritesFail() throws Exception {
        Change frozen = change("frozen");
        Turn turn = Turn.take(connection);
        EngineBatch writes = writes(turn, frozen);

        assertInstanceOf(Outcome.Committed.class, other.commit(change("other")));

        assertThrows(SQLException.class, () -> turn.write(writes, 0));
        assertOnlyTheOtherWrote(frozen);
    }

    @Test
    void aTurnWhoseWritesAreDoneIsLostAllTheSame() throws Exception {
        Change frozen = change("frozen");
        Turn turn = Turn.take(connection);
        turn.write(writes(turn, frozen), 0);

        assertInstanceOf(Outcome.Committed.class, other.commit(change("other")));

        assertThrows(SQLException.class, turn::commit);
        assertOnlyTheOtherWrote(frozen);
    }

    /** As if the lock had failed: the number that the turn began with is a fence of its own. */
    @Test
    void aHeadThatHasMovedIsNotReplaced() throws Exception {
        Change late = change("late");
        Turn turn = Turn.take(connection);
        EngineBatch writes = writes(turn, late);
        connection.rollback();
        assertInstanceOf(
                Outcome.Committed.class,
                other.commit(Changes.of(id(), List.of(), List.of(Changes.put("other", "x")))));

        SQLException failure = assertThrows(SQLException.class, () -> turn.write(writes, 0));

        assertTrue(failure.getMessage().contains("moved"), failure.getMessage());
    }

    private EngineBatch writes(Turn turn, Change change) {
        Batch batch =
                new Batch(
                        turn.view(),
                        ledger.appender(turn.head(), turn.view()),
                        turn.head().sequence(),
                        turn.time().databaseMicros());
        assertInstanceOf(Outcome.Committed.class, batch.add(change));
        return batch.writes();
    }

    private void assertOnlyTheOtherWrote(Change frozen) {
        assertTrue(other.resolve(frozen.id()).isEmpty());
        assertTrue(other.get(Changes.key("frozen")).isEmpty());
        assertTrue(other.get(Changes.key("other")).isPresent());
        assertEquals(1, other.ledger().size());
        Oracle.assertLedgerVerifies(other.ledger());
        Oracle.assertLedgerVerifies(ledger);
    }

    private Change change(String name) {
        return Changes.withEntries(
                id(), List.of(), List.of(Changes.put(name, "x")), Changes.entry(1, name, false));
    }

    private ChangeId id() {
        return ChangeId.random(System.currentTimeMillis(), random);
    }
}
