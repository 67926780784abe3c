package fr.bleu.store.postgres;

import fr.bleu.store.engine.EngineView.Entry;
import fr.bleu.store.engine.Head;
import fr.bleu.store.engine.Space;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The statements that read, on one connection. */
record Rows(Connection connection) {

    /** The table of a space. */
    static String table(Space space) {
        return switch (space) {
            case LEDGER -> "ledger";
            case RECORDS -> "records";
            case OUTCOMES -> "outcomes";
        };
    }

    /** A scan of a table: lower bound, upper bound, limit. */
    static String scan(Space space, boolean reverse) {
        return "SELECT key, value FROM "
                + table(space)
                + " WHERE key >= ? AND key < ? ORDER BY key "
                + (reverse ? "DESC" : "ASC")
                + " LIMIT ?";
    }

    byte[] get(Space space, byte[] key) throws SQLException {
        String query = "SELECT value FROM " + table(space) + " WHERE key = ?";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setBytes(1, LongKeys.row(key));
            ResultSet result = statement.executeQuery();
            return result.next() ? result.getBytes(1) : null;
        }
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

    private List<Entry> page(Space space, boolean reverse, byte[] from, byte[] to, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(scan(space, reverse))) {
            statement.setBytes(1, from);
            statement.setBytes(2, to);
            statement.setInt(3, limit);
            return entries(statement.executeQuery());
        }
    }
}
