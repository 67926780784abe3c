package fr.bleu.trust;

import fr.bleu.store.ChangeId;
import java.util.Optional;
import java.util.UUID;

/** Turns promises into proofs. */
public final class Receipts {

    private Receipts() {}

    /**
     * The proof of a change's first entry, once a checkpoint covers it; asks for one and waits up
     * to 2 seconds.
     *
     * @return empty when there is no such change, or it is another tenant's
     * @throws UnavailableException when no checkpoint covers it in time
     */
    public Optional<Receipt.Included> proof(ChangeId change, UUID tenant) {
        throw new UnsupportedOperationException("being built");
    }
}
