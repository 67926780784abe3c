package fr.bleu.store.engine;

import java.util.ArrayList;
import java.util.List;

/** Reads of an engine: of what is committed at each call, or of one moment for a snapshot. */
public interface EngineView extends AutoCloseable {

    /** A value, or null. */
    byte[] get(Space space, byte[] key);

    /** Several values, each null where there is none; an engine far away asks for all at once. */
    default List<byte[]> getAll(Space space, List<byte[]> keys) {
        List<byte[]> values = new ArrayList<>(keys.size());
        for (byte[] key : keys) {
            values.add(get(space, key));
        }
        return values;
    }

    /** The first {@code limit} entries with {@code from <= key < to}, in order. */
    List<Entry> scan(Space space, byte[] from, byte[] to, int limit);

    /** The last {@code limit} entries with {@code from <= key < to}, in reverse order. */
    List<Entry> scanReverse(Space space, byte[] from, byte[] to, int limit);

    @Override
    void close();

    /** A key and its value. */
    record Entry(byte[] key, byte[] value) {}
}
