package fr.bleu.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A look at the database's clock.
 *
 * @param sentNanos when it was asked, by this machine's monotonic clock
 * @param databaseMicros what it said, in Unix microseconds, rounded down
 * @param receivedNanos when the answer was there
 */
record ClockReading(long sentNanos, long databaseMicros, long receivedNanos) {

    /** The clock itself, not the time at which a transaction began; rounded down. */
    static final String QUERY =
            "SELECT floor(extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

    static ClockReading take(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
            long sent = System.nanoTime();
            return of(sent, statement.executeQuery());
        }
    }

    static ClockReading of(long sentNanos, ResultSet answer) throws SQLException {
        long received = System.nanoTime();
        answer.next();
        return new ClockReading(sentNanos, answer.getLong(1), received);
    }
}
