package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.store.Snapshot;
import fr.bleu.trust.Records;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Does something after the {@code n}-th read: what others do in the midst of somebody's reading.
 */
final class AtReads implements Records {
    private final Records records;
    private final Runnable action;
    private int left;

    AtReads(Records records, int n, Runnable action) {
        this.records = records;
        this.left = n;
        this.action = action;
    }

    /** Whether there were so many reads. */
    boolean acted() {
        return left <= 0;
    }

    @Override
    public Optional<Stored> get(Key key) {
        return after(records.get(key));
    }

    @Override
    public List<Stored> scan(Key from, Key to, int limit) {
        return after(records.scan(from, to, limit));
    }

    @Override
    public Snapshot snapshot() {
        return records.snapshot();
    }

    @Override
    public UnderEpoch underEpoch(UUID tenant, Key key) {
        return records.underEpoch(tenant, key);
    }

    private <T> T after(T found) {
        if (--left == 0) {
            action.run();
        }
        return found;
    }
}
