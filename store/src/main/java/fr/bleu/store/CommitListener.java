package fr.bleu.store;

/**
 * Told of each batch that has become durable, on the one thread that commits: what it does delays
 * every change, and it must not throw.
 */
@FunctionalInterface
public interface CommitListener {

    /** Listens to nothing. */
    CommitListener NONE = (changes, nanos) -> {};

    /**
     * A batch was written and synced.
     *
     * @param changes how many changes were answered by it
     * @param nanos what the write took, its sync included
     */
    void written(int changes, long nanos);
}
