package fr.bleu.trust;

import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Key;
import fr.bleu.store.LedgerTree;
import fr.bleu.store.Outcome;
import fr.bleu.store.Room;
import fr.bleu.store.Snapshot;
import fr.bleu.store.Store;
import fr.bleu.store.StoreFailedException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** A store in memory that can be told to be busy, or to lose the answer of what it committed. */
final class FaultyStore implements Store {

    private final Store real;
    private volatile Predicate<Change> busy = _ -> false;
    volatile Room room = Room.ENOUGH;
    private volatile Predicate<Change> loses = _ -> false;

    /** Whether reads fail, as those of a node do that is cut off from its database. */
    volatile boolean lost;

    /** How often it was read. */
    final AtomicInteger reads = new AtomicInteger();

    private final AtomicReference<Runnable> before = new AtomicReference<>();

    private FaultyStore(Store real) {
        this.real = real;
    }

    static FaultyStore inMemory(InstantSource clock) {
        return new FaultyStore(TestStores.memory(clock));
    }

    void busy(Predicate<Change> which) {
        busy = which;
    }

    /** Commits, and answers that it does not know. */
    void loses(Predicate<Change> which) {
        loses = which;
    }

    /**
     * Runs once, when the next change that has an entry (checkpoints have none) has reached the
     * store and before it commits.
     */
    void beforeNext(Runnable hook) {
        before.set(hook);
    }

    @Override
    public Outcome commit(Change change) {
        Runnable hook = change.entries().isEmpty() ? null : before.getAndSet(null);
        if (hook != null) {
            hook.run();
        }
        if (busy.test(change)) {
            return new Outcome.Busy(change.id());
        }
        Outcome outcome = real.commit(change);
        return loses.test(change) ? new Outcome.Unknown(change.id()) : outcome;
    }

    @Override
    public Room room() {
        return room;
    }

    @Override
    public Snapshot snapshot() {
        asked();
        return real.snapshot();
    }

    @Override
    public Optional<Outcome.Committed> resolve(ChangeId id) {
        return real.resolve(id);
    }

    @Override
    public LedgerTree ledger() {
        return real.ledger();
    }

    @Override
    public Optional<Stored> get(Key key) {
        asked();
        return real.get(key);
    }

    @Override
    public List<Optional<Stored>> getAll(List<Key> keys) {
        asked();
        return real.getAll(keys);
    }

    private void asked() {
        reads.incrementAndGet();
        if (lost) {
            throw new StoreFailedException("lost", new IOException());
        }
    }

    @Override
    public List<Stored> scan(Key from, Key to, int limit) {
        return real.scan(from, to, limit);
    }

    @Override
    public void close() {
        real.close();
    }
}
