package fr.bleu.store.engine;

import fr.bleu.store.Key;
import fr.bleu.store.Write;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The records as they will be when the batch is durable: its own writes over the engine's. */
final class PendingRecords {

    /** The version of a record that is not there; no commit has this number. */
    static final long ABSENT = 0;

    private static final int PAGE = 100;
    private static final int COUNTER_BYTES = 1 + Long.BYTES;

    private final EngineView engine;

    /** What this batch has written so far: encoded records, or {@link #DELETED}. */
    private final TreeMap<Key, byte[]> written = new TreeMap<>();

    private static final byte[] DELETED = {};

    PendingRecords(EngineView engine) {
        this.engine = engine;
    }

    /** The version of a record, or {@link #ABSENT}. */
    long version(Key key) {
        byte[] record = record(key);
        return record == null ? ABSENT : Layout.recordVersion(record);
    }

    /** Whether no record has a key under a prefix. */
    boolean isEmpty(Key prefix) {
        Key end = prefix.afterPrefix();
        for (byte[] record : written.subMap(prefix, end).values()) {
            if (record.length > 0) {
                return false;
            }
        }
        // What the engine still holds may have been deleted by this batch.
        Key from = prefix;
        while (true) {
            List<EngineView.Entry> page =
                    engine.scan(Space.RECORDS, from.bytes(), end.bytes(), PAGE);
            for (EngineView.Entry entry : page) {
                from = Key.ofBytes(entry.key());
                if (!written.containsKey(from)) {
                    return false;
                }
            }
            if (page.size() < PAGE) {
                return true;
            }
            from = from.next();
        }
    }

    /**
     * Applies all writes of a change, or none.
     *
     * @return the counter that would leave its bounds, or null when all were applied
     */
    Key apply(List<Write> writes, long version) {
        Map<Key, byte[]> own = new HashMap<>();
        for (Write write : writes) {
            switch (write) {
                case Write.Put put -> own.put(put.key(), Layout.record(version, put.value()));
                case Write.Delete delete -> own.put(delete.key(), DELETED);
                case Write.Add add -> {
                    byte[] before = own.get(add.key());
                    long count = counter(add.key(), before != null ? before : record(add.key()));
                    if (!isWithin(count, add)) {
                        return add.key();
                    }
                    own.put(add.key(), counterRecord(version, count + add.delta()));
                }
            }
        }
        written.putAll(own);
        return null;
    }

    void writeTo(EngineBatch batch) {
        written.forEach(
                (key, record) -> {
                    if (record.length == 0) {
                        batch.delete(Space.RECORDS, key.bytes());
                    } else {
                        batch.put(Space.RECORDS, key.bytes(), record);
                    }
                });
    }

    private byte[] record(Key key) {
        byte[] pending = written.get(key);
        if (pending == null) {
            return engine.get(Space.RECORDS, key.bytes());
        }
        return pending.length == 0 ? null : pending;
    }

    private static long counter(Key key, byte[] record) {
        if (record == null || record.length == 0) {
            return 0;
        }
        byte[] value = Layout.recordValue(record);
        if (value.length != COUNTER_BYTES || value[0] != Layout.FORMAT) {
            throw new IllegalArgumentException("not a counter: " + key);
        }
        return ByteBuffer.wrap(value, 1, Long.BYTES).getLong();
    }

    private static byte[] counterRecord(long version, long count) {
        return Layout.record(
                version,
                ByteBuffer.allocate(COUNTER_BYTES).put(Layout.FORMAT).putLong(count).array());
    }

    private static boolean isWithin(long count, Write.Add add) {
        long sum = count + add.delta();
        boolean overflows = ((count ^ sum) & (add.delta() ^ sum)) < 0;
        return !overflows && sum >= add.min() && sum <= add.max();
    }
}
