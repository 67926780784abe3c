package fr.bleu.store.postgres;

import fr.bleu.store.engine.EngineView;
import fr.bleu.store.engine.Space;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Reads of one moment: a read-only transaction that sees what was committed when it began. */
final class Moment implements EngineView {

    private final Database database;
    private final Connection connection;
    private volatile boolean closed;

    Moment(Database database) {
        this(database, database.snapshot());
    }

    /**
     * @param connection in a transaction whose moment is fixed; closed with this
     */
    Moment(Database database, Connection connection) {
        this.database = database;
        this.connection = connection;
    }

    @Override
    public byte[] get(Space space, byte[] key) {
        return read(on -> new Rows(on).get(space, key));
    }

    @Override
    public List<Entry> scan(Space space, byte[] from, byte[] to, int limit) {
        return read(on -> new Rows(on).scan(space, from, to, limit));
    }

    @Override
    public List<Entry> scanReverse(Space space, byte[] from, byte[] to, int limit) {
        return read(on -> new Rows(on).scanReverse(space, from, to, limit));
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            connection.close();
        } catch (SQLException e) {
            // A connection that is lost holds nothing any more; the pool drops it.
        }
    }

    private <T> T read(Database.Work<T> work) {
        database.requireOpen();
        if (closed) {
            throw new IllegalStateException("the snapshot is closed");
        }
        try {
            return work.on(connection);
        } catch (SQLException e) {
            throw database.failed(e);
        }
    }
}
