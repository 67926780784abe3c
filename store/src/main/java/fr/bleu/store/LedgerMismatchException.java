package fr.bleu.store;

/**
 * The store's ledger is shorter than the last published checkpoint, or has another root at its
 * size: an older copy was put in place, or what was published is lost. The store does not start.
 */
public final class LedgerMismatchException extends StoreUnusableException {
    private static final long serialVersionUID = 1L;

    public LedgerMismatchException(String message) {
        super(message);
    }
}
