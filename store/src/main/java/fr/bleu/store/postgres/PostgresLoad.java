package fr.bleu.store.postgres;

import fr.bleu.store.StoreUnusableException;
import fr.bleu.store.engine.EngineBatch;
import fr.bleu.store.engine.EngineLoad;
import fr.bleu.store.engine.Head;
import fr.bleu.store.engine.Space;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Fills an empty database in one transaction, which holds the lock of the head's row: no node
 * commits beside it, and nobody sees a part of it.
 */
final class PostgresLoad implements EngineLoad {

    private static final byte[] MARKER = {1};

    private final Connection connection;

    private PostgresLoad(Connection connection) {
        this.connection = connection;
    }

    /**
     * Begins.
     *
     * @throws StoreUnusableException when the database cannot be used or holds anything
     */
    static PostgresLoad into(PostgresOptions options) {
        Sources sources = new Sources(options);
        Schema.migrate(sources.migrating());
        Connection connection = null;
        try {
            connection = sources.loading().getConnection();
            connection.setAutoCommit(false);
            requireEmpty(connection);
            return new PostgresLoad(connection);
        } catch (SQLException | RuntimeException e) {
            disconnect(connection);
            if (e instanceof SQLException sql) {
                throw new StoreUnusableException(
                        "the database cannot be used: " + Failures.line(sql), e);
            }
            throw (RuntimeException) e;
        }
    }

    private static void requireEmpty(Connection connection) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT value FROM head FOR UPDATE")) {
            if (Rows.head(lock.executeQuery()).sequence() != 0) {
                throw new StoreUnusableException("the database holds a store already");
            }
        }
        for (Space space : Space.values()) {
            try (PreparedStatement any =
                            connection.prepareStatement(
                                    "SELECT 1 FROM " + Rows.table(space) + " LIMIT 1");
                    ResultSet found = any.executeQuery()) {
                if (found.next()) {
                    throw new StoreUnusableException("the database is not empty");
                }
            }
        }
    }

    @Override
    public void write(EngineBatch batch) throws IOException {
        SortedMap<byte[], byte[]> markers = new TreeMap<>(Arrays::compareUnsigned);
        Map<Space, SortedMap<byte[], byte[]>> rows = new EnumMap<>(Space.class);
        for (EngineBatch.Op op : batch.ops()) {
            if (!(op instanceof EngineBatch.Put put)) {
                throw new IllegalArgumentException("a load only puts");
            }
            if (put.space() == Space.RECORDS) {
                LongKeys.markers(put.key()).forEach(marker -> markers.put(marker, MARKER));
            }
            rows.computeIfAbsent(put.space(), _ -> new TreeMap<>(Arrays::compareUnsigned))
                    .put(LongKeys.row(put.key()), put.value());
        }
        try {
            insert(Space.RECORDS, markers, " ON CONFLICT (key) DO NOTHING");
            for (var some : rows.entrySet()) {
                insert(some.getKey(), some.getValue(), "");
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void insert(Space space, SortedMap<byte[], byte[]> rows, String otherwise)
            throws SQLException {
        String insert =
                "INSERT INTO " + Rows.table(space) + " (key, value) SELECT * FROM unnest(?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(insert + otherwise)) {
            statement.setArray(1, array(rows.keySet()));
            statement.setArray(2, array(rows.values()));
            statement.executeUpdate();
        }
    }

    private java.sql.Array array(Collection<byte[]> elements) throws SQLException {
        return connection.createArrayOf("bytea", elements.toArray(byte[][]::new));
    }

    @Override
    public void finish(Head head) throws IOException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE head SET sequence = ?, value = ?")) {
            statement.setLong(1, head.sequence());
            statement.setBytes(2, head.encode());
            statement.executeUpdate();
            connection.clearWarnings();
            connection.commit();
            Failures.requireReplicated(connection.getWarnings());
        } catch (SQLException e) {
            throw failed(e);
        }
        analyze();
    }

    /** Until the planner knows the tables' sizes, its plans are made for empty ones. */
    private void analyze() throws IOException {
        try (PreparedStatement statement = connection.prepareStatement("ANALYZE")) {
            statement.execute();
            connection.commit();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static IOException failed(SQLException cause) {
        return new IOException("the database: " + Failures.line(cause), cause);
    }

    @Override
    public void close() {
        disconnect(connection);
    }

    /** What was not committed is gone with the connection. */
    private static void disconnect(Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // It is lost, then.
        }
    }
}
