package fr.bleu.store.embedded;

import fr.bleu.store.StoreFailedException;
import fr.bleu.store.StoreUnusableException;
import fr.bleu.store.engine.EngineBatch;
import fr.bleu.store.engine.EngineView;
import fr.bleu.store.engine.Space;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * RocksDB in a folder. Every batch is one record of its write-ahead log and one sync; RocksDB shows
 * a batch to readers only after that sync.
 *
 * <p>Native memory must not be touched after it is released, so every call holds a read lock that
 * {@link #close} takes for writing.
 */
final class RocksEngine implements Engine {

    static {
        RocksDB.loadLibrary();
    }

    private final RocksSettings settings;
    private final RocksDB database;
    private final Map<Space, ColumnFamilyHandle> families = new EnumMap<>(Space.class);
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final WriteBatch scratch = new WriteBatch();
    private final ReadWriteLock lifetime = new ReentrantReadWriteLock();
    private final View committed = new View(null);
    private final Set<View> snapshots = ConcurrentHashMap.newKeySet();
    private boolean closed;

    /**
     * Opens the database in {@code folder}, creating it if there is none.
     *
     * @throws StoreUnusableException when RocksDB refuses
     */
    static RocksEngine open(Path folder) {
        return new RocksEngine(folder, false);
    }

    /** Opens an existing database without writing anything, not even what recovery would write. */
    static RocksEngine openReadOnly(Path folder) {
        return new RocksEngine(folder, true);
    }

    private RocksEngine(Path folder, boolean readOnly) {
        settings = new RocksSettings();
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try {
            database =
                    readOnly
                            ? RocksDB.openReadOnly(
                                    settings.database(),
                                    folder.toString(),
                                    settings.families(),
                                    handles)
                            : RocksDB.open(
                                    settings.database(),
                                    folder.toString(),
                                    settings.families(),
                                    handles);
        } catch (RocksDBException e) {
            settings.close();
            throw new StoreUnusableException(
                    "the store in " + folder + " cannot be opened: " + line(e), e);
        }
        for (Space space : Space.values()) {
            families.put(space, handles.get(space.ordinal()));
        }
    }

    @Override
    public void write(EngineBatch batch) throws IOException {
        lifetime.readLock().lock();
        try {
            requireOpen();
            scratch.clear();
            for (EngineBatch.Op op : batch.ops()) {
                ColumnFamilyHandle family = families.get(op.space());
                switch (op) {
                    case EngineBatch.Put put -> scratch.put(family, put.key(), put.value());
                    case EngineBatch.Delete delete -> scratch.delete(family, delete.key());
                    case EngineBatch.DeleteRange range ->
                            scratch.deleteRange(family, range.from(), range.to());
                }
            }
            database.write(synced, scratch);
        } catch (RocksDBException e) {
            throw new IOException("RocksDB: " + line(e), e);
        } finally {
            lifetime.readLock().unlock();
        }
    }

    /** How often the log was synced since the engine opened. */
    long logSyncs() {
        return whileOpen(settings::logSyncs);
    }

    @Override
    public EngineView snapshot() {
        return whileOpen(
                () -> {
                    View view = new View(database.getSnapshot());
                    snapshots.add(view);
                    return view;
                });
    }

    @Override
    public byte[] get(Space space, byte[] key) {
        return committed.get(space, key);
    }

    @Override
    public List<Entry> scan(Space space, byte[] from, byte[] to, int limit) {
        return committed.scan(space, from, to, limit);
    }

    @Override
    public List<Entry> scanReverse(Space space, byte[] from, byte[] to, int limit) {
        return committed.scanReverse(space, from, to, limit);
    }

    @Override
    public void close() {
        lifetime.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            snapshots.forEach(View::release);
            // Whoever closes a snapshot after this must not release it again.
            snapshots.clear();
            committed.release();
            families.values().forEach(ColumnFamilyHandle::close);
            database.close();
            scratch.close();
            synced.close();
            settings.close();
        } finally {
            lifetime.writeLock().unlock();
        }
    }

    private <T> T whileOpen(Supplier<T> read) {
        lifetime.readLock().lock();
        try {
            requireOpen();
            return read.get();
        } finally {
            lifetime.readLock().unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
    }

    private static String line(RocksDBException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** Reads of what is committed, or of a snapshot. */
    private final class View implements EngineView {

        private final Snapshot snapshot;
        private final ReadOptions options = new ReadOptions();
        private final ReadWriteLock guard;

        View(Snapshot snapshot) {
            this.snapshot = snapshot;
            guard = snapshot == null ? lifetime : new ReentrantReadWriteLock();
            if (snapshot != null) {
                options.setSnapshot(snapshot);
            }
        }

        @Override
        public byte[] get(Space space, byte[] key) {
            return whileUsable(
                    () -> {
                        try {
                            return database.get(families.get(space), options, key);
                        } catch (RocksDBException e) {
                            throw failed(e);
                        }
                    });
        }

        @Override
        public List<Entry> scan(Space space, byte[] from, byte[] to, int limit) {
            return whileUsable(() -> iterate(space, from, to, limit, true));
        }

        @Override
        public List<Entry> scanReverse(Space space, byte[] from, byte[] to, int limit) {
            return whileUsable(() -> iterate(space, from, to, limit, false));
        }

        @Override
        public void close() {
            lifetime.readLock().lock();
            try {
                guard.writeLock().lock();
                try {
                    if (snapshots.remove(this)) {
                        release();
                    }
                } finally {
                    guard.writeLock().unlock();
                }
            } finally {
                lifetime.readLock().unlock();
            }
        }

        private List<Entry> iterate(
                Space space, byte[] from, byte[] to, int limit, boolean forward) {
            try (Slice lower = new Slice(from);
                    Slice upper = new Slice(to);
                    ReadOptions bounded =
                            new ReadOptions(options)
                                    .setIterateLowerBound(lower)
                                    .setIterateUpperBound(upper);
                    RocksIterator found = database.newIterator(families.get(space), bounded)) {
                List<Entry> entries = new ArrayList<>();
                if (forward) {
                    found.seekToFirst();
                } else {
                    found.seekToLast();
                }
                while (found.isValid() && entries.size() < limit) {
                    entries.add(new Entry(found.key(), found.value()));
                    if (forward) {
                        found.next();
                    } else {
                        found.prev();
                    }
                }
                found.status();
                return entries;
            } catch (RocksDBException e) {
                throw failed(e);
            }
        }

        private <T> T whileUsable(Supplier<T> read) {
            return whileOpen(
                    () -> {
                        guard.readLock().lock();
                        try {
                            if (snapshot != null && !snapshots.contains(this)) {
                                throw new IllegalStateException("the snapshot is closed");
                            }
                            return read.get();
                        } finally {
                            guard.readLock().unlock();
                        }
                    });
        }

        /** Gives native memory back; no read is inside. */
        private void release() {
            options.close();
            if (snapshot != null) {
                database.releaseSnapshot(snapshot);
                snapshot.close();
            }
        }

        private static StoreFailedException failed(RocksDBException e) {
            return new StoreFailedException("the store cannot be read: " + line(e), e);
        }
    }
}
