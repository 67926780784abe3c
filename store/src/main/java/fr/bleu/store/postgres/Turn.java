package fr.bleu.store.postgres;

import fr.bleu.store.Change;
import fr.bleu.store.engine.EngineBatch;
import fr.bleu.store.engine.EngineView;
import fr.bleu.store.engine.Head;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * A node's turn to commit: a transaction that holds the lock of the head's row, so that all commits
 * of all nodes stand in one order, and what is checked stays as it was read.
 *
 * <p>The lock is the lease and the transaction its fence. A node that stops in its turn is cut off
 * by the server after {@link #LIMIT}, by the server's clock; the next one goes on from what was
 * committed, and the first one's writes are gone when it wakes. Besides, the head is only replaced
 * if it still has the number that the turn began with.
 */
final class Turn implements AutoCloseable {

    /** How long a node may keep its turn without a word. */
    static final Duration LIMIT = Duration.ofSeconds(3);

    private static final String TAKE = "SELECT value FROM head FOR UPDATE; " + ClockReading.QUERY;

    private final Connection connection;
    private final Head head;
    private final ClockReading time;
    private final TurnView view;

    private Turn(Connection connection, Head head, ClockReading time) {
        this.connection = connection;
        this.head = head;
        this.time = time;
        view = new TurnView(connection);
    }

    /**
     * Waits for the turn. Each statement sees what was committed before it began, so those of a
     * turn see all earlier turns.
     *
     * @param connection without autocommit, in READ COMMITTED, outside a transaction
     */
    static Turn take(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
            long sentNanos = System.nanoTime();
            statement.execute();
            Head head = Rows.head(statement.getResultSet());
            statement.getMoreResults();
            ClockReading time = ClockReading.of(sentNanos, statement.getResultSet());
            return new Turn(connection, head, time);
        }
    }

    /** Reads what changes are known to need, in one round trip. */
    void readAhead(List<Change> changes) throws SQLException {
        view.readAhead(changes);
    }

    /** Where the store stood when the turn began, which it does until the turn's end. */
    Head head() {
        return head;
    }

    /** The database's time when the turn began. */
    ClockReading time() {
        return time;
    }

    /** Reads of what was committed before this turn. */
    EngineView view() {
        return view;
    }

    /**
     * Writes a batch, which moves the head.
     *
     * @param horizonMillis outcomes of ids older than this go, as many as the batch has changes and
     *     a few more, so that they never pile up
     */
    void write(EngineBatch batch, long horizonMillis) throws SQLException {
        TurnWrites.of(batch).write(connection, head.sequence(), horizonMillis);
    }

    void commit() throws SQLException {
        connection.commit();
    }

    /** Gives the turn up; nothing of it was written unless it was committed. */
    @Override
    public void close() throws SQLException {
        connection.rollback();
    }
}
