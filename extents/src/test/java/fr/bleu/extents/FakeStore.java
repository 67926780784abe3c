package fr.bleu.extents;

import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.LedgerTree;
import fr.bleu.store.Outcome;
import fr.bleu.store.Snapshot;
import fr.bleu.store.Store;
import fr.bleu.store.Write;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/** A map as a store: every commit is durable at once, so that only extents can lose anything. */
final class FakeStore implements Store {

    private final TreeMap<Key, Stored> records = new TreeMap<>();
    private final AtomicReference<FakeStore> stale = new AtomicReference<>();
    private long sequence;
    private Runnable before = () -> {};
    private Runnable after = () -> {};

    /** Runs once, before the next change commits. */
    void beforeNext(Runnable hook) {
        before = hook;
    }

    /** Runs once, after the next record is read. */
    void afterNextGet(Runnable hook) {
        after = hook;
    }

    @Override
    public synchronized Optional<Stored> get(Key key) {
        Optional<Stored> found = Optional.ofNullable(records.get(key));
        Runnable hook = after;
        after = () -> {};
        hook.run();
        return found;
    }

    @Override
    public synchronized List<Stored> scan(Key from, Key to, int limit) {
        return records.subMap(from, to).values().stream().limit(limit).toList();
    }

    @Override
    public synchronized Outcome commit(Change change) {
        Runnable hook = before;
        before = () -> {};
        hook.run();
        for (Check check : change.checks()) {
            Key broken = broken(check);
            if (broken != null) {
                return new Outcome.Conflict(change.id(), broken);
            }
        }
        sequence++;
        for (Write write : change.writes()) {
            switch (write) {
                case Write.Put put ->
                        records.put(put.key(), new Stored(put.key(), sequence, put.value()));
                case Write.Delete delete -> records.remove(delete.key());
                case Write.Add _ -> throw new UnsupportedOperationException();
            }
        }
        return new Outcome.Committed(change.id(), sequence, sequence, List.of());
    }

    private Key broken(Check check) {
        return switch (check) {
            case Check.Version v -> {
                Stored found = records.get(v.key());
                yield found == null || found.version() != v.version() ? v.key() : null;
            }
            case Check.Absent a -> records.containsKey(a.key()) ? a.key() : null;
            case Check.PrefixEmpty _ -> throw new UnsupportedOperationException();
        };
    }

    /** What a backup of this moment would be restored to. */
    synchronized FakeStore copy() {
        FakeStore copy = new FakeStore();
        copy.records.putAll(records);
        copy.sequence = sequence;
        return copy;
    }

    @Override
    public Snapshot snapshot() {
        FakeStore moment = stale.getAndSet(null);
        FakeStore shown = moment == null ? copy() : moment;
        return new Snapshot() {
            @Override
            public Optional<Stored> get(Key key) {
                return shown.get(key);
            }

            @Override
            public List<Stored> scan(Key from, Key to, int limit) {
                return shown.scan(from, to, limit);
            }

            @Override
            public void close() {}
        };
    }

    /** What the next snapshot shows instead, once. */
    void showNext(FakeStore moment) {
        stale.set(moment);
    }

    @Override
    public Optional<Outcome.Committed> resolve(ChangeId id) {
        return Optional.empty();
    }

    @Override
    public LedgerTree ledger() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
