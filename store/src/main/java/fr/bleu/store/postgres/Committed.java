package fr.bleu.store.postgres;

import fr.bleu.store.engine.EngineView;
import fr.bleu.store.engine.Space;
import java.util.List;

/** Reads of what is committed at each call. */
record Committed(Database database) implements EngineView {

    @Override
    public byte[] get(Space space, byte[] key) {
        return database.read(connection -> new Rows(connection).get(space, key));
    }

    @Override
    public List<byte[]> getAll(Space space, List<byte[]> keys) {
        return database.read(connection -> new Rows(connection).getAll(space, keys));
    }

    @Override
    public List<Entry> scan(Space space, byte[] from, byte[] to, int limit) {
        if (LongKeys.isRow(from) && LongKeys.isRow(to)) {
            List<Entry> rows =
                    database.read(
                            connection -> new Rows(connection).page(space, false, from, to, limit));
            if (rows.stream().noneMatch(LongKeys::isMarker)) {
                return rows;
            }
        }
        // Several statements, which are to see the same moment.
        try (Moment moment = new Moment(database)) {
            return moment.scan(space, from, to, limit);
        }
    }

    @Override
    public List<Entry> scanReverse(Space space, byte[] from, byte[] to, int limit) {
        return database.read(
                connection -> new Rows(connection).scanReverse(space, from, to, limit));
    }

    @Override
    public void close() {}
}
