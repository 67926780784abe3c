package fr.bleu.extents;

import fr.bleu.store.Key;
import java.io.IOException;
import java.io.InputStream;

/**
 * Fills an empty engine with extents as they were stored elsewhere; their ids and keys stay. For
 * one thread.
 */
public interface ExtentsLoad extends AutoCloseable {

    /**
     * Takes an extent.
     *
     * @param location the key of its location, as {@link StoredExtents} tells it
     * @param stored its stored bytes, of this length
     * @return the value of its location here
     */
    byte[] put(Key location, InputStream stored, long length) throws IOException;

    /** Makes all of it durable. */
    void finish() throws IOException;

    @Override
    void close() throws IOException;
}
