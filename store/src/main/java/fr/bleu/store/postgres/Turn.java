package fr.bleu.store.postgres;

import fr.bleu.store.Change;
import fr.bleu.store.engine.EngineBatch;
import fr.bleu.store.engine.EngineView;
import fr.bleu.store.engine.Head;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
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

    private static final String TAKE =
            "SELECT value FROM head FOR UPDATE;"
                    + " SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint; "
                    + TurnView.READ_AHEAD;

    private static final String ADVANCE =
            "UPDATE head SET sequence = ?, value = ? WHERE sequence = ?";

    private final Connection connection;
    private final Head head;
    private final long databaseMicros;
    private final TurnView view;

    private Turn(Connection connection, Head head, long databaseMicros, TurnView view) {
        this.connection = connection;
        this.head = head;
        this.databaseMicros = databaseMicros;
        this.view = view;
    }

    /**
     * Waits for the turn and reads what the changes check, in one round trip. Statements of one
     * transaction see what was committed before each began, so these see all earlier turns.
     *
     * @param connection without autocommit, in READ COMMITTED, outside a transaction
     */
    static Turn take(Connection connection, List<Change> changes) throws SQLException {
        TurnView view = new TurnView(connection, changes);
        try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
            view.bind(statement);
            statement.execute();
            Head head = Rows.head(statement.getResultSet());
            ResultSet time = next(statement);
            time.next();
            long micros = time.getLong(1);
            view.readRecords(next(statement));
            view.readOutcomes(next(statement));
            return new Turn(connection, head, micros, view);
        }
    }

    private static ResultSet next(PreparedStatement statement) throws SQLException {
        ResultSet result = statement.getMoreResults() ? statement.getResultSet() : null;
        if (result == null) {
            throw new SQLException("a turn's statements have fewer results than expected");
        }
        return result;
    }

    /** Where the store stood when the turn began, which it does until the turn's end. */
    Head head() {
        return head;
    }

    /** The database's clock, in Unix microseconds. */
    long databaseMicros() {
        return databaseMicros;
    }

    /** Reads of what was committed before this turn. */
    EngineView view() {
        return view;
    }

    /** Writes a batch, which moves the head. */
    void write(EngineBatch batch) throws SQLException {
        TurnWrites writes = TurnWrites.of(batch);
        writes.write(connection);
        advance(writes.head());
    }

    /** Deletes outcomes whose ids are older than {@code horizonMillis}, a bounded number. */
    void dropOutcomes(long horizonMillis, int most) throws SQLException {
        TurnWrites.dropOutcomes(connection, horizonMillis, most);
    }

    void commit() throws SQLException {
        connection.commit();
    }

    /** Gives the turn up; nothing of it was written unless it was committed. */
    @Override
    public void close() throws SQLException {
        connection.rollback();
    }

    private void advance(Head to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
            statement.setLong(1, to.sequence());
            statement.setBytes(2, to.encode());
            statement.setLong(3, head.sequence());
            if (statement.executeUpdate() != 1) {
                throw new SQLException("the head has moved during a turn");
            }
        }
    }
}
