package fr.bleu.store.postgres;

import fr.bleu.store.engine.EngineView.Entry;
import fr.bleu.store.engine.Head;
import fr.bleu.store.engine.Layout;
import fr.bleu.store.engine.Space;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The statements that read, on one connection.
 *
 * @param brief whether records' values are cut after {@link #BRIEF_BYTES}: enough for a version, or
 *     a counter, whose own length the cut leaves to be told from a longer value
 */
record Rows(Connection connection, boolean brief) {

    /** A record's format, version and counter are 18 bytes. */
    static final int BRIEF_BYTES = 19;

    /** How long a reader waits for the standby; less than for a silent server. */
    private static final int STANDBY_SECONDS = 3;

    /** How long a reader waits for the turn that goes on, in milliseconds. */
    private static final int TURN_MILLIS = 3_000;

    /** The whole values. */
    Rows(Connection connection) {
        this(connection, false);
    }

    /** The table of a space. */
    static String table(Space space) {
        return switch (space) {
            case LEDGER -> "ledger";
            case RECORDS -> "records";
            case OUTCOMES -> "outcomes";
        };
    }

    /** The column of values; only records' are ever cut. */
    static String value(Space space, boolean brief) {
        return brief && space == Space.RECORDS
                ? "substring(value FROM 1 FOR " + BRIEF_BYTES + ")"
                : "value";
    }

    /** A scan of a table: lower bound, upper bound, limit. */
    static String scan(Space space, boolean reverse, boolean brief) {
        return "SELECT key, "
                + value(space, brief)
                + " FROM "
                + table(space)
                + " WHERE key >= ? AND key < ? ORDER BY key "
                + (reverse ? "DESC" : "ASC")
                + " LIMIT ?";
    }

    byte[] get(Space space, byte[] key) throws SQLException {
        if (space == Space.LEDGER && Layout.isHead(key)) {
            return head().encode();
        }
        String query = "SELECT " + value(space, brief) + " FROM " + table(space) + " WHERE key = ?";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setBytes(1, LongKeys.row(key));
            ResultSet result = statement.executeQuery();
            return result.next() ? result.getBytes(1) : null;
        }
    }

    /** Values in the order of their keys; null where there is none. */
    List<byte[]> getAll(Space space, List<byte[]> keys) throws SQLException {
        List<byte[]> rows = keys.stream().map(LongKeys::row).toList();
        String query =
                "SELECT key, "
                        + value(space, brief)
                        + " FROM "
                        + table(space)
                        + " WHERE key = ANY (?)";
        Map<byte[], byte[]> found = new TreeMap<>(Arrays::compareUnsigned);
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setArray(1, connection.createArrayOf("bytea", rows.toArray(byte[][]::new)));
            entries(statement.executeQuery()).forEach(row -> found.put(row.key(), row.value()));
        }
        List<byte[]> values = new ArrayList<>(rows.size());
        rows.forEach(row -> values.add(found.get(row)));
        return values;
    }

    List<Entry> scan(Space space, byte[] from, byte[] to, int limit) throws SQLException {
        return LongKeys.scan(
                (lower, upper, most) -> page(space, false, lower, upper, most), from, to, limit);
    }

    /** As {@link #scan}, from the end; of spaces without long keys only. */
    List<Entry> scanReverse(Space space, byte[] from, byte[] to, int limit) throws SQLException {
        if (space == Space.RECORDS) {
            throw new UnsupportedOperationException("records are scanned forwards only");
        }
        return page(space, true, from, to, limit);
    }

    /** Where the store stands. */
    Head head() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT value FROM head")) {
            return head(statement.executeQuery());
        }
    }

    /**
     * Where the store stands, once the standby has it too: what a server shows that dies while it
     * waits for its standby is gone when that takes over. A message in the server's log, which
     * nobody reads, is a write, whose commit waits for all before it. That is cancelled after
     * {@link #STANDBY_SECONDS}, at which the server stops waiting and says so in a warning.
     *
     * @throws SQLException also when the server gave up waiting
     */
    Head replicatedHead() throws SQLException {
        String query = "SELECT value, pg_logical_emit_message(true, 'bleu', '') FROM head";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setQueryTimeout(STANDBY_SECONDS);
            Head head = head(statement.executeQuery());
            Failures.requireReplicated(statement.getWarnings());
            return head;
        }
    }

    /**
     * Waits until no turn goes on that began before: a COMMIT on its way is done by then, or
     * undone. The lock is a turn's, so that it waits in line; those who share one join each other,
     * and might keep turns from coming. Nothing is written; the connection is as it was.
     *
     * @param then what to read then
     * @throws SQLException also when the turn did not end in time
     */
    <T> T afterTurn(Database.Work<T> then) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SET LOCAL lock_timeout = "
                                + TURN_MILLIS
                                + "; SELECT 1 FROM head FOR UPDATE")) {
            statement.execute();
            return then.on(connection);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** How many sessions there are in this database beside this connection's. */
    long others() throws SQLException {
        String query =
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND backend_type = 'client backend'"
                        + " AND pid <> pg_backend_pid()";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            ResultSet result = statement.executeQuery();
            result.next();
            return result.getLong(1);
        }
    }

    static Head head(ResultSet result) throws SQLException {
        if (!result.next()) {
            throw new SQLException("the table head has no row");
        }
        byte[] value = result.getBytes(1);
        return value == null ? Head.EMPTY : Head.decode(value);
    }

    static List<Entry> entries(ResultSet result) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        while (result.next()) {
            entries.add(new Entry(result.getBytes(1), result.getBytes(2)));
        }
        return entries;
    }

    /** The first rows as they lie in the table. */
    List<Entry> page(Space space, boolean reverse, byte[] from, byte[] to, int limit)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(scan(space, reverse, brief))) {
            statement.setBytes(1, from);
            statement.setBytes(2, to);
            statement.setInt(3, limit);
            return entries(statement.executeQuery());
        }
    }
}
