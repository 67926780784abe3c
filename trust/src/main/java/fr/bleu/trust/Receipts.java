package fr.bleu.trust;

import fr.bleu.ledger.Leaf;
import fr.bleu.ledger.TlogProof;
import fr.bleu.store.ChangeId;
import fr.bleu.store.LedgerEntry;
import fr.bleu.store.Outcome;
import fr.bleu.store.Store;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Turns promises into proofs. */
public final class Receipts {

    /** How long a proof is waited for: the ledger's stated delay. */
    public static final Duration DELAY = Duration.ofSeconds(2);

    private final Store store;
    private final Tags tags;
    private final LedgerSigner signer;

    Receipts(Store store, Tags tags, LedgerSigner signer) {
        this.store = store;
        this.tags = tags;
        this.signer = signer;
    }

    /**
     * The proof of a change's first entry, once a checkpoint covers it; waits at most {@link
     * #DELAY}. Changes are known by id for 24 hours at least.
     *
     * @return empty when there is no such change, or it is another tenant's
     * @throws UnavailableException when no checkpoint covers it in time
     */
    public Optional<Receipt.Included> proof(ChangeId change, UUID tenant) {
        Optional<LedgerEntry> entry =
                store.resolve(change)
                        .map(Outcome.Committed::entries)
                        .filter(entries -> !entries.isEmpty())
                        .map(List::getFirst)
                        .filter(it -> isTenants(it.leaf(), tenant));
        return entry.map(it -> prove(change, it));
    }

    private Receipt.Included prove(ChangeId change, LedgerEntry entry) {
        LedgerSigner.Signed signed = signer.covering(entry.index(), DELAY);
        List<byte[]> path = store.ledger().inclusionProof(entry.index(), signed.size());
        String proof = new TlogProof(entry.index(), path, signed.text()).text();
        return new Receipt.Included(change, entry.index(), entry.leaf(), proof);
    }

    private boolean isTenants(byte[] leaf, UUID tenant) {
        return MessageDigest.isEqual(Leaf.decode(leaf).tenantTag(), tags.of(tenant));
    }
}
