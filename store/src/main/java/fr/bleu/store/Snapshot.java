package fr.bleu.store;

/** Reads of one moment. Close it within seconds; paging continues by key in a new one. */
public interface Snapshot extends Reads, AutoCloseable {

    @Override
    void close();
}
