package fr.bleu.store.embedded;

import fr.bleu.store.StoreUnusableException;
import fr.bleu.store.disk.Disk;
import fr.bleu.store.engine.EngineBatch;
import fr.bleu.store.engine.EngineView;
import fr.bleu.store.engine.Space;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Sorted maps in memory and a {@link Journal} on an injected disk, for tests and fault injection:
 * everything is in memory, and the journal only grows.
 */
final class MemoryEngine implements Engine {

    private final Journal journal;

    /** What is durable; replaced as a whole, so that a batch becomes visible at once. */
    private volatile View now = new View(new EnumMap<>(Space.class));

    private volatile boolean closed;

    private MemoryEngine(Disk disk) throws IOException {
        journal = Journal.open(disk, payload -> apply(JournalCodec.decode(payload)));
    }

    /**
     * Opens the store on a disk, or creates it.
     *
     * @throws StoreUnusableException when the disk cannot be read or holds something else
     */
    static MemoryEngine open(Disk disk) {
        try {
            return new MemoryEngine(disk);
        } catch (IOException e) {
            throw new StoreUnusableException("the store cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void write(EngineBatch batch) throws IOException {
        journal.append(JournalCodec.encode(batch));
        apply(batch);
    }

    @Override
    public EngineView snapshot() {
        return view();
    }

    @Override
    public byte[] get(Space space, byte[] key) {
        return view().get(space, key);
    }

    @Override
    public List<Entry> scan(Space space, byte[] from, byte[] to, int limit) {
        return view().scan(space, from, to, limit);
    }

    @Override
    public List<Entry> scanReverse(Space space, byte[] from, byte[] to, int limit) {
        return view().scanReverse(space, from, to, limit);
    }

    @Override
    public void close() {
        closed = true;
        journal.close();
    }

    private View view() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
        return now;
    }

    private void apply(EngineBatch batch) {
        Map<Space, PersistentMap> maps = new EnumMap<>(Space.class);
        maps.putAll(now.maps);
        for (EngineBatch.Op op : batch.ops()) {
            PersistentMap map = maps.getOrDefault(op.space(), PersistentMap.EMPTY);
            maps.put(
                    op.space(),
                    switch (op) {
                        case EngineBatch.Put put -> map.put(put.key(), put.value());
                        case EngineBatch.Delete delete -> map.delete(delete.key());
                        case EngineBatch.DeleteRange range ->
                                map.deleteRange(range.from(), range.to());
                    });
        }
        now = new View(maps);
    }

    private record View(Map<Space, PersistentMap> maps) implements EngineView {

        @Override
        public byte[] get(Space space, byte[] key) {
            byte[] value = map(space).get(key);
            return value == null ? null : value.clone();
        }

        @Override
        public List<Entry> scan(Space space, byte[] from, byte[] to, int limit) {
            List<Entry> found = new ArrayList<>();
            map(space).forward(from, to, entry -> add(found, entry, limit));
            return found;
        }

        @Override
        public List<Entry> scanReverse(Space space, byte[] from, byte[] to, int limit) {
            List<Entry> found = new ArrayList<>();
            map(space).backward(from, to, entry -> add(found, entry, limit));
            return found;
        }

        @Override
        public void close() {
            // A view of immutable maps holds nothing.
        }

        private PersistentMap map(Space space) {
            return maps.getOrDefault(space, PersistentMap.EMPTY);
        }

        private static boolean add(List<Entry> found, Entry entry, int limit) {
            found.add(new Entry(entry.key().clone(), entry.value().clone()));
            return found.size() < limit;
        }
    }
}
