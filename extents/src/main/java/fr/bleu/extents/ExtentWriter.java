package fr.bleu.extents;

import java.io.IOException;

/** One extent being written, by one thread. Closing without {@link #finish} gives it up. */
public interface ExtentWriter extends AutoCloseable {

    /** Appends plaintext. */
    void write(byte[] buffer, int offset, int length) throws IOException;

    /**
     * Makes the extent durable. It becomes visible only when {@link Finished#checks} and {@link
     * Finished#writes} commit with the record that refers to it.
     */
    Finished finish() throws IOException;

    /** Gives an unfinished extent up, so that its space can be collected. */
    @Override
    void close();
}
