package fr.bleu.trust;

import fr.bleu.store.Key;
import fr.bleu.store.Snapshot;
import fr.bleu.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The store without its ways to write. */
record StoreRecords(Store store, TenantAccess access) implements Records {

    @Override
    public Optional<Stored> get(Key key) {
        return store.get(key);
    }

    @Override
    public List<Stored> scan(Key from, Key to, int limit) {
        return store.scan(from, to, limit);
    }

    @Override
    public List<Optional<Stored>> getAll(List<Key> keys) {
        return store.getAll(keys);
    }

    @Override
    public UnderEpoch underEpoch(UUID tenant, Key key) {
        return access.underEpoch(tenant, key);
    }

    @Override
    public Snapshot snapshot() {
        return store.snapshot();
    }
}
