package fr.bleu.store.postgres;

import fr.bleu.store.Change;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.StoreFailedException;
import fr.bleu.store.Write;
import fr.bleu.store.engine.EngineView;
import fr.bleu.store.engine.Layout;
import fr.bleu.store.engine.Space;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads within a turn. What a batch is known to need (the versions it checks, the counters it adds
 * to, earlier outcomes of its changes) was read ahead by one query for each table. A batch is
 * decided by keys, versions and counters, so records' values are read no further than that.
 */
final class TurnView implements EngineView {

    private static final String READ_AHEAD =
            "SELECT key, %s FROM records WHERE key = ANY (?); "
                            .formatted(Rows.value(Space.RECORDS, true))
                    + "SELECT key, value FROM outcomes WHERE key = ANY (?)";

    private static final byte[] NONE = {};

    private final Connection connection;
    private final Map<byte[], byte[]> records = new TreeMap<>(Arrays::compareUnsigned);
    private final Map<byte[], byte[]> outcomes = new TreeMap<>(Arrays::compareUnsigned);

    TurnView(Connection connection) {
        this.connection = connection;
    }

    /** Reads what changes are known to need, in one round trip. */
    void readAhead(List<Change> changes) throws SQLException {
        for (Change change : changes) {
            outcomes.put(Layout.outcome(change.id()), NONE);
            change.checks().forEach(this::expect);
            change.writes().forEach(this::expect);
        }
        try (PreparedStatement statement = connection.prepareStatement(READ_AHEAD)) {
            statement.setArray(1, array(records));
            statement.setArray(2, array(outcomes));
            statement.execute();
            keep(statement.getResultSet(), records);
            statement.getMoreResults();
            keep(statement.getResultSet(), outcomes);
        }
    }

    private static void keep(ResultSet found, Map<byte[], byte[]> expected) throws SQLException {
        Rows.entries(found).forEach(row -> expected.put(row.key(), row.value()));
    }

    private void expect(Check check) {
        switch (check) {
            case Check.Version version -> expect(version.key());
            case Check.Absent absent -> expect(absent.key());
            case Check.PrefixEmpty empty -> {} // Scanned when its turn comes.
        }
    }

    private void expect(Write write) {
        switch (write) {
            case Write.Add add -> expect(add.key());
            case Write.Put put -> {}
            case Write.Delete delete -> {}
        }
    }

    private void expect(Key key) {
        records.put(LongKeys.row(key.bytes()), NONE);
    }

    private Array array(Map<byte[], byte[]> expected) throws SQLException {
        return connection.createArrayOf("bytea", expected.keySet().toArray(byte[][]::new));
    }

    @Override
    public byte[] get(Space space, byte[] key) {
        byte[] row = LongKeys.row(key);
        byte[] ahead =
                switch (space) {
                    case RECORDS -> records.get(row);
                    case OUTCOMES -> outcomes.get(row);
                    case LEDGER -> null;
                };
        if (ahead != null) {
            return ahead.length == 0 ? null : ahead;
        }
        return read(rows -> rows.get(space, key));
    }

    @Override
    public List<Entry> scan(Space space, byte[] from, byte[] to, int limit) {
        return read(rows -> rows.scan(space, from, to, limit));
    }

    @Override
    public List<Entry> scanReverse(Space space, byte[] from, byte[] to, int limit) {
        return read(rows -> rows.scanReverse(space, from, to, limit));
    }

    @Override
    public void close() {}

    private <T> T read(Read<T> read) {
        try {
            return read.from(new Rows(connection, true));
        } catch (SQLException e) {
            throw new StoreFailedException("the database: " + Failures.line(e), e);
        }
    }

    @FunctionalInterface
    private interface Read<T> {
        T from(Rows rows) throws SQLException;
    }
}
