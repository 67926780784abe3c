package fr.bleu.keys;

import fr.bleu.store.Store;
import fr.bleu.store.Write;
import java.util.List;
import java.util.UUID;

/**
 * The key hierarchy: root → tenant → account → extent. Wrapped keys are records; unwrapped ones
 * live in memory only, for a bounded time. Making a key returns the writes that store it, so that
 * it is born in the commit of what it protects.
 */
public final class Keys implements AutoCloseable {

    private Keys() {}

    /** Opens the hierarchy over a store. The root key is checked against the store's key check. */
    public static Keys open(Store store, RootKey root) {
        throw new UnsupportedOperationException("being built");
    }

    /** Sets who is told of unwraps; until then every unwrap is refused. */
    public void custody(Custody custody) {
        throw new UnsupportedOperationException("being built");
    }

    /** The platform's own sealing key, under the root: for signing keys and platform records. */
    public SealingKey platform() {
        throw new UnsupportedOperationException("being built");
    }

    /** Makes a tenant's key: the records to write with the tenant. */
    public List<Write> newTenantKey(UUID tenant) {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * Makes a storage account's (or vault's) key under its tenant's: the records to write with it.
     */
    public List<Write> newAccountKey(UUID tenant, UUID account) {
        throw new UnsupportedOperationException("being built");
    }

    /** The tenant's key. */
    public SealingKey tenant(UUID tenant) {
        throw new UnsupportedOperationException("being built");
    }

    /** The key of an account or vault of the tenant. */
    public SealingKey account(UUID tenant, UUID account) {
        throw new UnsupportedOperationException("being built");
    }

    /** Forgets every unwrapped key. */
    @Override
    public void close() {}
}
