package fr.bleu.store.copy;

import fr.bleu.store.engine.EngineBatch;
import fr.bleu.store.engine.EngineLoad;
import java.io.IOException;

/**
 * Fills an empty store with rows. It is no store, which nobody opens, until {@link #finish}; what
 * was cut before that may be begun again. For one thread.
 */
public final class StoreLoad implements AutoCloseable {

    private static final int BATCH_ROWS = 1_000;
    private static final int BATCH_BYTES = 4 << 20;

    private final EngineLoad engine;
    private EngineBatch batch = new EngineBatch();
    private long batchBytes;

    public StoreLoad(EngineLoad engine) {
        this.engine = engine;
    }

    /** Takes a row whose key was not there before, in any order. */
    public void put(Row row) throws IOException {
        batch.put(row.kind().space(), row.key(), row.value());
        batchBytes += row.bytes();
        if (batch.ops().size() >= BATCH_ROWS || batchBytes >= BATCH_BYTES) {
            write();
        }
    }

    /** Writes what is left, and the head last: from now on it is a store. */
    public void finish(StoreHead head) throws IOException {
        write();
        engine.finish(head.head());
    }

    /** Gives up what was not finished. */
    @Override
    public void close() {
        engine.close();
    }

    private void write() throws IOException {
        if (!batch.isEmpty()) {
            engine.write(batch);
            batch = new EngineBatch();
            batchBytes = 0;
        }
    }
}
