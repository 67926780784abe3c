package fr.bleu.store.postgres;

import fr.bleu.store.engine.EngineBatch;
import fr.bleu.store.engine.Head;
import fr.bleu.store.engine.Layout;
import fr.bleu.store.engine.Space;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a batch writes, gathered into one statement for each table. */
final class TurnWrites {

    private static final String PUT =
            "INSERT INTO records (key, value) SELECT * FROM unnest(?, ?)"
                    + " ON CONFLICT (key) DO UPDATE SET value = excluded.value";

    private static final String DELETE = "DELETE FROM records WHERE key = ANY (?)";

    /** Never over what is there: a leaf or an outcome is written once. */
    private static final String APPEND =
            "INSERT INTO ledger (key, value) SELECT * FROM unnest(?, ?)";

    private static final String ANSWER =
            "INSERT INTO outcomes (key, value) SELECT * FROM unnest(?, ?)";

    private static final String DROP_OUTCOMES =
            "DELETE FROM outcomes WHERE key = ANY (ARRAY("
                    + "SELECT key FROM outcomes WHERE key < ? ORDER BY key LIMIT ?))";

    /** Not unless the head still has the number that the turn began with. */
    private static final String ADVANCE =
            "UPDATE head SET sequence = ?, value = ? WHERE sequence = ?";

    private static final String ALL =
            String.join("; ", DELETE, PUT, APPEND, ANSWER, DROP_OUTCOMES, ADVANCE);

    private static final int STATEMENTS = 6;

    private static final String DELETE_MARKER =
            "DELETE FROM records WHERE key = ? AND NOT EXISTS"
                    + " (SELECT 1 FROM records WHERE key >= ? AND key < ?)";

    /** Outcomes that a turn drops, besides twice those that it adds. */
    private static final int DROPPED = 100;

    private static final byte[] MARKER = {Layout.FORMAT};

    private final SortedMap<byte[], byte[]> puts = new TreeMap<>(Arrays::compareUnsigned);
    private final List<byte[]> deletes = new ArrayList<>();
    private final List<byte[]> longDeletes = new ArrayList<>();
    private final SortedMap<byte[], byte[]> ledger = new TreeMap<>(Arrays::compareUnsigned);
    private final SortedMap<byte[], byte[]> outcomes = new TreeMap<>(Arrays::compareUnsigned);

    private Head head;

    private TurnWrites() {}

    static TurnWrites of(EngineBatch batch) {
        TurnWrites writes = new TurnWrites();
        for (EngineBatch.Op op : batch.ops()) {
            switch (op) {
                case EngineBatch.Put put -> writes.put(put);
                case EngineBatch.Delete delete -> writes.delete(delete);
                case EngineBatch.DeleteRange range ->
                        throw new IllegalArgumentException("a turn deletes no ranges");
            }
        }
        return writes;
    }

    private void put(EngineBatch.Put put) {
        switch (put.space()) {
            case RECORDS -> {
                LongKeys.markers(put.key()).forEach(marker -> puts.put(marker, MARKER));
                puts.put(LongKeys.row(put.key()), put.value());
            }
            case OUTCOMES -> outcomes.put(put.key(), put.value());
            case LEDGER -> {
                if (Layout.isHead(put.key())) {
                    head = Head.decode(put.value());
                } else {
                    ledger.put(put.key(), put.value());
                }
            }
        }
    }

    private void delete(EngineBatch.Delete delete) {
        if (delete.space() != Space.RECORDS) {
            throw new IllegalArgumentException("a turn deletes records only");
        }
        deletes.add(LongKeys.row(delete.key()));
        if (!LongKeys.isRow(delete.key())) {
            longDeletes.add(delete.key());
        }
    }

    /** Writes it all, in one round trip unless long keys are deleted. */
    void write(Connection connection, long sequence, long horizonMillis) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ALL)) {
            statement.setArray(1, array(connection, deletes));
            bind(statement, 2, puts);
            bind(statement, 4, ledger);
            bind(statement, 6, outcomes);
            statement.setBytes(8, Layout.outcomesFrom(Math.max(0, horizonMillis)));
            statement.setInt(9, DROPPED + 2 * outcomes.size());
            statement.setLong(10, head.sequence());
            statement.setBytes(11, head.encode());
            statement.setLong(12, sequence);
            statement.execute();
            if (lastCount(statement) != 1) {
                throw new SQLException("the head has moved during a turn");
            }
        }
        for (byte[] key : longDeletes) {
            deleteMarkers(connection, key);
        }
    }

    private static int lastCount(PreparedStatement statement) throws SQLException {
        for (int i = 1; i < STATEMENTS; i++) {
            statement.getMoreResults();
        }
        return statement.getUpdateCount();
    }

    /** Deletes the markers of a key behind which nothing is left, the innermost first. */
    private static void deleteMarkers(Connection connection, byte[] key) throws SQLException {
        List<byte[]> markers = LongKeys.markers(key).reversed();
        List<byte[]> areas = LongKeys.areas(key).reversed();
        try (PreparedStatement statement = connection.prepareStatement(DELETE_MARKER)) {
            for (int i = 0; i < markers.size(); i++) {
                statement.setBytes(1, markers.get(i));
                statement.setBytes(2, areas.get(i));
                statement.setBytes(3, LongKeys.after(areas.get(i)));
                statement.executeUpdate();
            }
        }
    }

    private static void bind(PreparedStatement statement, int at, Map<byte[], byte[]> rows)
            throws SQLException {
        statement.setArray(at, array(statement.getConnection(), rows.keySet()));
        statement.setArray(at + 1, array(statement.getConnection(), rows.values()));
    }

    private static Array array(Connection connection, Collection<byte[]> elements)
            throws SQLException {
        return connection.createArrayOf("bytea", elements.toArray(byte[][]::new));
    }
}
