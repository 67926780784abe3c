package fr.bleu.store.engine;

import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Snapshot;
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
        byte[] record = view.get(Space.RECORDS, key.bytes());
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
