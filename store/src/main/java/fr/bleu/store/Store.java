package fr.bleu.store;

import java.time.InstantSource;
import java.util.Optional;

/**
 * Records in an ordered, transactional key-value store, and the ledger's tree, written by one
 * commit. Its own {@link Reads} see what is committed at the moment of each call.
 *
 * <p>Only {@code keys}, {@code extents} and {@code trust} may use it; services commit through
 * {@code trust}.
 */
public interface Store extends Reads, AutoCloseable {

    /** A consistent view of what is committed now. */
    Snapshot snapshot();

    /**
     * Commits a change: all of it or nothing, durable before this returns {@link
     * Outcome.Committed}. Serialisable over what it checks. A change whose id has committed before
     * is not applied again: the first outcome is returned. Blocks; call it from a virtual thread.
     *
     * @throws IllegalArgumentException when the change can never commit: its id was made more than
     *     24 hours ago or ahead (and has not committed), or it adds to a record that is no counter
     */
    Outcome commit(Change change);

    /** The outcome of an earlier change: empty if it did not commit. Kept for 24 hours at least. */
    Optional<Outcome.Committed> resolve(ChangeId id);

    /** The ledger's tree as it is durable. */
    LedgerTree ledger();

    /** The ledger of an earlier generation; empty when the store has none of that number. */
    default Optional<LedgerTree> archived(int generation) {
        return Optional.empty();
    }

    /** How full its disk is; an engine that cannot tell has enough. */
    default Room room() {
        return Room.ENOUGH;
    }

    /** The time that all go by who share the store, whatever their machines' clocks say. */
    default InstantSource clock() {
        return InstantSource.system();
    }

    /** Stops taking changes, finishes those that have queued, and releases the engine. */
    @Override
    void close();
}
