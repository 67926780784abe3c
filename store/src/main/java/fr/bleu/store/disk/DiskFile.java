package fr.bleu.store.disk;

import java.io.IOException;

/**
 * An open file. Positional reads and writes may run on several threads at once; appends are for one
 * writer. Never interrupt a thread that is inside: on a real disk that closes the file for all.
 */
public interface DiskFile extends AutoCloseable {

    /** Bytes in the file. */
    long size() throws IOException;

    /**
     * Reads up to {@code length} bytes.
     *
     * @return how many were read; fewer than {@code length} only at the end of the file, 0 beyond
     */
    int read(long position, byte[] buffer, int offset, int length) throws IOException;

    /** Writes all bytes at a position, which may lie beyond the end: the gap reads as zeros. */
    void write(long position, byte[] buffer, int offset, int length) throws IOException;

    /** Writes all bytes at the end. */
    default void append(byte[] buffer, int offset, int length) throws IOException {
        write(size(), buffer, offset, length);
    }

    /** Cuts the file to {@code size} bytes, if it is longer. */
    void truncate(long size) throws IOException;

    /**
     * Makes what was written durable. After a failure nothing may be assumed about what was written
     * since the last success, and trying again proves nothing.
     */
    void force() throws IOException;

    @Override
    void close() throws IOException;
}
