package fr.bleu.store;

import java.util.List;

/** What became of a change. */
public sealed interface Outcome {

    /**
     * Durable, and visible to every later read.
     *
     * @param sequence the commit's number; the version of every record it wrote
     * @param commitTimeMicros Unix microseconds, assigned by the engine, never running backwards
     * @param entries the ledger entries, in the order in which the change holds them
     */
    record Committed(ChangeId id, long sequence, long commitTimeMicros, List<LedgerEntry> entries)
            implements Outcome {}

    /**
     * A check failed, or a counter would leave its bounds; nothing was written.
     *
     * @param key the record of the check or the counter; for {@link Check.PrefixEmpty} the prefix
     */
    record Conflict(ChangeId id, Key key) implements Outcome {}

    /** The queue or the disk is full, or the store is closing; nothing was written. Answer 503. */
    record Busy(ChangeId id) implements Outcome {}

    /** It may or may not have been written; {@link Store#resolve} tells after recovery. */
    record Unknown(ChangeId id) implements Outcome {}
}
