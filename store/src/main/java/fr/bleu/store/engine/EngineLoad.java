package fr.bleu.store.engine;

import java.io.IOException;

/**
 * Fills an empty engine, which is a store once it is finished and nothing before. For one thread.
 */
public interface EngineLoad extends AutoCloseable {

    /** Writes rows that are not there yet; not the head. */
    void write(EngineBatch batch) throws IOException;

    /** Writes the head, and makes all of it durable and a store. */
    void finish(Head head) throws IOException;

    /** Gives up what was not finished. */
    @Override
    void close();
}
