package fr.bleu.app.traces;

import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Key;
import fr.bleu.store.LedgerTree;
import fr.bleu.store.Outcome;
import fr.bleu.store.Room;
import fr.bleu.store.Snapshot;
import fr.bleu.store.Store;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A span for each question to the store. */
record TracedStore(Store real, Spans spans) implements Store {

    @Override
    public Optional<Stored> get(Key key) {
        return spans.in("store.get", () -> real.get(key));
    }

    @Override
    public List<Optional<Stored>> getAll(List<Key> keys) {
        return spans.in("store.get", () -> real.getAll(keys));
    }

    @Override
    public List<Stored> scan(Key from, Key to, int limit) {
        return spans.in("store.scan", () -> real.scan(from, to, limit));
    }

    @Override
    public Snapshot snapshot() {
        return new TracedSnapshot(spans.in("store.snapshot", real::snapshot), spans);
    }

    @Override
    public Outcome commit(Change change) {
        return spans.in("store.commit", () -> real.commit(change));
    }

    @Override
    public Optional<Outcome.Committed> resolve(ChangeId id) {
        return spans.in("store.resolve", () -> real.resolve(id));
    }

    @Override
    public LedgerTree ledger() {
        return real.ledger();
    }

    @Override
    public Optional<LedgerTree> archived(int generation) {
        return real.archived(generation);
    }

    @Override
    public Room room() {
        return real.room();
    }

    @Override
    public InstantSource clock() {
        return real.clock();
    }

    @Override
    public void close() {
        real.close();
    }

    /** A span for each question to a snapshot. */
    private record TracedSnapshot(Snapshot real, Spans spans) implements Snapshot {

        @Override
        public Optional<Stored> get(Key key) {
            return spans.in("store.get", () -> real.get(key));
        }

        @Override
        public List<Optional<Stored>> getAll(List<Key> keys) {
            return spans.in("store.get", () -> real.getAll(keys));
        }

        @Override
        public List<Stored> scan(Key from, Key to, int limit) {
            return spans.in("store.scan", () -> real.scan(from, to, limit));
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
