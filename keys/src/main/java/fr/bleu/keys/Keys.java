package fr.bleu.keys;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Store;
import fr.bleu.store.Write;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * The key hierarchy: root → tenant → account → extent. Wrapped keys are records; unwrapped ones
 * live in memory only, for a bounded time. Making a key returns the writes that store it, so that
 * it is born in the commit of what it protects.
 *
 * <p>A tenant's data can be opened for at most {@link #LONGEST} after an unwrap that custody
 * recorded: an account's key leaves the cache with its tenant's. Keys that callers already hold
 * work on until {@link #close}; they are to be asked for per request.
 */
public final class Keys implements AutoCloseable {

    /** How long an unwrapped key is kept. */
    public static final Duration LONGEST = Duration.ofMinutes(10);

    private static final int MOST_TENANTS = 4_096;
    private static final int MOST_ACCOUNTS = 16_384;

    private record AccountId(UUID tenant, UUID account) {}

    private final Store store;
    private final RootKey root;
    private final InstantSource clock;
    private final SecureRandom random;
    private final XaesSealingKey platform;
    private final KeyCache<UUID> tenants;
    private final KeyCache<AccountId> accounts;
    private volatile Custody custody =
            (_, _, _, _) -> {
                throw new IllegalStateException("no custody is set: every unwrap is refused");
            };

    private Keys(Store store, RootKey root, InstantSource clock, SecureRandom random) {
        this.store = store;
        this.root = root;
        this.clock = clock;
        this.random = random;
        this.platform = unwrap(KeyRecords.platform(), root.sealing(), "the platform");
        this.tenants = new KeyCache<>(MOST_TENANTS, LONGEST, clock);
        this.accounts = new KeyCache<>(MOST_ACCOUNTS, LONGEST, clock);
    }

    /**
     * Opens the hierarchy with the system's clock and randomness.
     *
     * @see #open(Store, RootKey, InstantSource, SecureRandom)
     */
    public static Keys open(Store store, RootKey root) {
        return open(store, root, InstantSource.system(), new SecureRandom());
    }

    /**
     * Opens the hierarchy over a store; an empty store gets its key check and platform key. The
     * root key remains the caller's to close.
     *
     * @throws WrongRootKeyException when the store was made under another root key
     */
    public static Keys open(Store store, RootKey root, InstantSource clock, SecureRandom random) {
        KeyCheck.checkOrBegin(store, root, clock, random);
        return new Keys(store, root, clock, random);
    }

    /** Whether the store was made under a root key already: another one does not open it. */
    public static boolean isBegun(Store store) {
        return store.get(KeyRecords.check()).isPresent();
    }

    /** Whether a record is a wrapped key of any level, or the check of the root key. */
    public static boolean isKey(Key key) {
        byte table = key.tableId();
        return table >= KeyRecords.CHECK.id() && table <= KeyRecords.ACCOUNT.id();
    }

    /** Sets who is told of unwraps; until then every unwrap is refused. */
    public void custody(Custody custody) {
        this.custody = custody;
    }

    /**
     * The platform's own sealing key, under the root: for signing keys and platform records. No
     * custody: it opens no tenant's data.
     */
    public SealingKey platform() {
        return platform;
    }

    /**
     * Makes a tenant's key: the records to write with the tenant, whose change must also check
     * {@link #noTenantKey}: a second key in the same place would make the first one's data
     * unreadable.
     */
    public List<Write> newTenantKey(UUID tenant) {
        Key place = KeyRecords.tenant(tenant);
        return List.of(new Write.Put(place, KeyRecords.fresh(place, root.sealing(), random)));
    }

    /** The check that a tenant has no key. */
    public static Check noTenantKey(UUID tenant) {
        return new Check.Absent(KeyRecords.tenant(tenant));
    }

    /**
     * Makes a storage account's (or vault's) key under its tenant's: the records (owner: the
     * tenant) to write with it, whose change must also check {@link #noAccountKey}. Fails as {@link
     * #tenant} does.
     */
    public List<Write> newAccountKey(UUID tenant, UUID account) {
        Key place = KeyRecords.account(tenant, account);
        SealingKey above = held(tenant, "making an account's key").key();
        return List.of(new Write.Put(place, KeyRecords.fresh(place, above, random)));
    }

    /** The check that an account has no key. */
    public static Check noAccountKey(UUID tenant, UUID account) {
        return new Check.Absent(KeyRecords.account(tenant, account));
    }

    /**
     * Ends an account's (or vault's) key, when nothing of what it protects is to be read any more:
     * the records (owner: the tenant) to write.
     */
    public static List<Write> endAccountKey(UUID tenant, UUID account) {
        return List.of(new Write.Delete(KeyRecords.account(tenant, account)));
    }

    /**
     * The tenant's key. The first use, and the first after {@link #LONGEST}, is an unwrap: custody
     * is told before anyone gets the key, and what custody throws is thrown here.
     *
     * @throws UnknownKeyException when there is no such key, or no longer
     */
    public SealingKey tenant(UUID tenant) {
        return held(tenant, "the tenant's records").key();
    }

    /**
     * The key of an account or vault of the tenant. Fails as {@link #tenant} does.
     *
     * @throws UnknownKeyException when there is no such key, or no longer
     */
    public SealingKey account(UUID tenant, UUID account) {
        return accounts.get(new AccountId(tenant, account), () -> loadAccount(tenant, account))
                .key();
    }

    /** Forgets and wipes every unwrapped key, as far as the JVM has not copied it. */
    @Override
    public void close() {
        accounts.close();
        tenants.close();
        platform.destroy();
    }

    private KeyCache.Held held(UUID tenant, String purpose) {
        return tenants.get(tenant, () -> loadTenant(tenant, purpose));
    }

    private KeyCache.Held loadTenant(UUID tenant, String purpose) {
        XaesSealingKey key = unwrap(KeyRecords.tenant(tenant), root.sealing(), "tenant " + tenant);
        try {
            custody.unwrapping(tenant, key.id(), purpose, key);
        } catch (RuntimeException | Error e) {
            key.destroy();
            throw e;
        }
        return new KeyCache.Held(key, clock.instant());
    }

    private KeyCache.Held loadAccount(UUID tenant, UUID account) {
        KeyCache.Held above = held(tenant, "an account's data");
        XaesSealingKey key =
                unwrap(KeyRecords.account(tenant, account), above.key(), "account " + account);
        return new KeyCache.Held(key, above.since());
    }

    private XaesSealingKey unwrap(Key place, SealingKey above, String whose) {
        byte[] record =
                store.get(place)
                        .orElseThrow(() -> new UnknownKeyException("there is no key of " + whose))
                        .value();
        return KeyRecords.unwrap(place, record, above, random);
    }
}
