package fr.bleu.bench;

import java.io.IOException;

/** A Blob service in a process of its own. */
interface Server extends AutoCloseable {

    String name();

    /** The process that serves. */
    long pid();

    /** CPU time that it has taken, user and system. */
    default long cpuMicros() {
        return Processes.cpuMicros(pid());
    }

    Endpoint endpoint();

    /** Stops it, and deletes its data. */
    @Override
    void close() throws IOException, InterruptedException;
}
