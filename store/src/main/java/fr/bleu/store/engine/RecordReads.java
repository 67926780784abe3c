package fr.bleu.store.engine;

import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads of records through an engine's view. */
public record RecordReads(EngineView view) implements Snapshot {

    /** The most results of one read. */
    public static final int MAX_LIMIT = 10_000;

    public static void requireLimit(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("a limit is 1 to 10,000, not " + limit);
        }
    }

    @Override
    public Optional<Reads.Stored> get(Key key) {
        return stored(key, view.get(Space.RECORDS, key.bytes()));
    }

    @Override
    public List<Optional<Reads.Stored>> getAll(List<Key> keys) {
        List<byte[]> found = view.getAll(Space.RECORDS, keys.stream().map(Key::bytes).toList());
        List<Optional<Reads.Stored>> records = new ArrayList<>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            records.add(stored(keys.get(i), found.get(i)));
        }
        return records;
    }

    private static Optional<Reads.Stored> stored(Key key, byte[] record) {
        return record == null ? Optional.empty() : Optional.of(Layout.stored(key, record));
    }

    @Override
    public List<Reads.Stored> scan(Key from, Key to, int limit) {
        requireLimit(limit);
        if (from.compareTo(to) >= 0) {
            return List.of();
        }
        return view.scan(Space.RECORDS, from.bytes(), to.bytes(), limit).stream()
                .map(Layout::stored)
                .toList();
    }

    @Override
    public void close() {
        view.close();
    }
}
