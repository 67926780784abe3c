package fr.bleu.trust;

import fr.bleu.store.Key;

/** What became of a draft. */
public sealed interface CommitResult {

    /**
     * Durable.
     *
     * @param sequence the version of every record it wrote
     * @param commitTimeMicros Unix microseconds
     */
    record Committed(Receipt receipt, long sequence, long commitTimeMicros)
            implements CommitResult {}

    /** A check on this record failed; read again and decide again. */
    record Conflict(Key key) implements CommitResult {}
}
