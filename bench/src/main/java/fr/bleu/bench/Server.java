package fr.bleu.bench;

/** A Blob service in a process of its own. */
interface Server extends AutoCloseable {

    String name();

    /** The process that serves. */
    long pid();

    Endpoint endpoint();
}
