package fr.bleu.store.engine;

import java.util.List;

/** Reads of an engine: of what is committed at each call, or of one moment for a snapshot. */
public interface EngineView extends AutoCloseable {

    /** A value, or null. */
    byte[] get(Space space, byte[] key);

    /** The first {@code limit} entries with {@code from <= key < to}, in order. */
    List<Entry> scan(Space space, byte[] from, byte[] to, int limit);

    /** The last {@code limit} entries with {@code from <= key < to}, in reverse order. */
    List<Entry> scanReverse(Space space, byte[] from, byte[] to, int limit);

    @Override
    void close();

    /** A key and its value. */
    record Entry(byte[] key, byte[] value) {}
}
