package fr.bleu.store.embedded;

import fr.bleu.store.engine.EngineBatch;
import fr.bleu.store.engine.EngineView;
import java.io.IOException;

/**
 * An ordered store of bytes that writes batches atomically and durably. One thread writes, many
 * read. Reads after {@link #close} throw {@link IllegalStateException}.
 */
interface Engine extends EngineView {

    /** A view of this moment. */
    EngineView snapshot();

    /**
     * Writes a batch and syncs once: when this returns, all of it is durable and visible. When it
     * throws, the batch may or may not survive, and the engine takes no more writes.
     */
    void write(EngineBatch batch) throws IOException;
}
