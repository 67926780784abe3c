package fr.bleu.trust;

import fr.bleu.keys.OpenFailedException;
import fr.bleu.keys.UnknownKeyException;
import fr.bleu.ledger.Leaf;
import fr.bleu.store.Key;
import fr.bleu.store.LedgerEntry;
import fr.bleu.store.LedgerTree;
import fr.bleu.store.StoppedStore;
import fr.bleu.store.StoreUnusableException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What an instance that does not run can be asked, without anything being written: no observation,
 * no checkpoint, and no entry for the unwrap of a tenant's key. So it is for whoever has the root
 * key and the data, at their machine, and shows nobody what it opens.
 */
public final class StoppedTrust {

    private static final int PAGE = 500;

    private final TrustConfig config;
    private final StoppedStore store;
    private final Genesis genesis;
    private final EntrySealer sealer;

    private StoppedTrust(TrustConfig config, StoppedStore store, Genesis genesis) {
        this.config = config;
        this.store = store;
        this.genesis = genesis;
        this.sealer =
                new EntrySealer(config.keys(), genesis.tags(), config.random(), config.node());
        config.keys().custody((_, _, _, _) -> {});
    }

    /**
     * Opens.
     *
     * @param store the configuration's own
     * @throws TrustRefusedException when a record of the platform's is missing or unknown
     */
    public static StoppedTrust open(TrustConfig config, StoppedStore store) {
        if (!config.store().equals(store)) {
            throw new IllegalArgumentException("the store must be open for reading alone");
        }
        if (store.get(Genesis.key(Tables.TAG_SECRET)).isEmpty()) {
            throw new TrustRefusedException("the store lacks its " + Tables.TAG_SECRET.name());
        }
        return new StoppedTrust(config, store, Genesis.open(config));
    }

    public Records records() {
        return new StoreRecords(store, new TenantAccess(store, config.clock()));
    }

    public Names names() {
        return new Names(store);
    }

    /**
     * Holds the tree against the checkpoint in the store and the one that was kept outside: their
     * signatures, and that the tree continues them.
     *
     * @throws TrustRefusedException when it does not
     */
    public void requireCheckpoints() {
        new LedgerSigner(config, genesis.ledgerKey());
    }

    /**
     * Opens every sealed entry and holds it against its leaf.
     *
     * @param tenants all there are
     * @param found told of each entry that does not open or is not the one that its leaf commits to
     * @return how many opened
     */
    public long verifyEntries(Iterable<UUID> tenants, Consumer<String> found) {
        Map<String, UUID> byTag = byTag(tenants);
        long opened = 0;
        for (int earlier = Succession.before(store); earlier > 0; earlier = before(earlier)) {
            opened += verifyEarlier(earlier, byTag, found);
        }
        for (long from = 0; from < store.size(); from += PAGE) {
            List<LedgerEntry> page = store.entries(from, Math.min(from + PAGE, store.size()));
            opened += opened(page, byTag, found);
        }
        return opened;
    }

    /** The generation before an earlier one; 0 for the first, or when that cannot be known. */
    private int before(int generation) {
        try {
            List<LedgerEntry> first =
                    store.archived(generation).map(it -> it.entries(0, 1)).orElse(List.of());
            if (first.isEmpty()) {
                return 0;
            }
            Leaf leaf = Leaf.decode(first.getFirst().leaf());
            byte[] entry =
                    sealer.open(Key.PLATFORM, leaf.commitment(), first.getFirst().sealed()).entry();
            return Math.min(Succession.before(entry), generation - 1);
        } catch (StoreUnusableException
                | TrustRefusedException
                | OpenFailedException
                | IllegalArgumentException e) {
            return 0; // Its first entry was told of.
        }
    }

    private long verifyEarlier(int generation, Map<String, UUID> byTag, Consumer<String> found) {
        Consumer<String> told = what -> found.accept("generation " + generation + ": " + what);
        Optional<LedgerTree> tree;
        try {
            tree = store.archived(generation);
            tree.ifPresent(it -> Succession.requireRestored(store, generation, it));
        } catch (StoreUnusableException | TrustRefusedException e) {
            told.accept(e.getMessage());
            return 0;
        }
        if (tree.isEmpty()) {
            told.accept("its ledger is missing");
            return 0;
        }
        long opened = 0;
        for (long from = 0; from < tree.get().size(); from += PAGE) {
            opened += opened(tree.get().entries(from, PAGE), byTag, told);
        }
        return opened;
    }

    private long opened(
            List<LedgerEntry> entries, Map<String, UUID> byTag, Consumer<String> found) {
        long opened = 0;
        for (LedgerEntry entry : entries) {
            String wrong = wrong(entry, byTag);
            if (wrong.isEmpty()) {
                opened++;
            } else {
                found.accept("ledger entry " + entry.index() + " " + wrong);
            }
        }
        return opened;
    }

    private Map<String, UUID> byTag(Iterable<UUID> tenants) {
        Map<String, UUID> byTag = new HashMap<>();
        byTag.put(tag(genesis.tags().of(Key.PLATFORM)), Key.PLATFORM);
        tenants.forEach(tenant -> byTag.put(tag(genesis.tags().of(tenant)), tenant));
        return byTag;
    }

    private static String tag(byte[] tag) {
        return HexFormat.of().formatHex(tag);
    }

    /** What is wrong with an entry; empty when nothing is. Nothing erases entries yet. */
    private String wrong(LedgerEntry entry, Map<String, UUID> byTag) {
        Leaf leaf;
        try {
            leaf = Leaf.decode(entry.leaf());
        } catch (IllegalArgumentException e) {
            return "has a leaf of no known format";
        }
        UUID tenant = byTag.get(tag(leaf.tenantTag()));
        if (tenant == null) {
            return "is of no tenant that there is";
        }
        if (entry.sealed().length == 0) {
            return "is missing behind its leaf, and no entry says that it was erased";
        }
        return isCommittedTo(leaf, tenant, entry.sealed())
                ? ""
                : "does not open as what its leaf commits to";
    }

    private boolean isCommittedTo(Leaf leaf, UUID tenant, byte[] sealed) {
        try {
            Opened opened = sealer.open(tenant, leaf.commitment(), sealed);
            return MessageDigest.isEqual(
                    Leaf.commitment(opened.salt(), opened.entry()), leaf.commitment());
        } catch (OpenFailedException | UnknownKeyException e) {
            return false;
        }
    }
}
