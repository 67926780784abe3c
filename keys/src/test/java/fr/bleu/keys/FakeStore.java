package fr.bleu.keys;

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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** A map as a store: what keys need of one, without durability. */
final class FakeStore implements Store {

    private final Map<Key, Stored> records = new ConcurrentSkipListMap<>();
    int commits;

    void put(Key key, byte[] value) {
        records.put(key, new Stored(key, 1, value));
    }

    void apply(List<Write> writes) {
        for (Write write : writes) {
            switch (write) {
                case Write.Put put -> put(put.key(), put.value());
                case Write.Delete delete -> records.remove(delete.key());
                case Write.Add _ -> throw new UnsupportedOperationException();
            }
        }
    }

    @Override
    public Optional<Stored> get(Key key) {
        return Optional.ofNullable(records.get(key));
    }

    @Override
    public Outcome commit(Change change) {
        for (Check check : change.checks()) {
            if (check instanceof Check.Absent absent && records.containsKey(absent.key())) {
                return new Outcome.Conflict(change.id(), absent.key());
            }
        }
        apply(change.writes());
        commits++;
        return new Outcome.Committed(change.id(), commits, commits, List.of());
    }

    @Override
    public List<Stored> scan(Key from, Key to, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Snapshot snapshot() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Outcome.Committed> resolve(ChangeId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public LedgerTree ledger() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
