package fr.bleu.trust;

/** The store is not what it was: a shortened ledger, an altered policy. Nothing may start on it. */
public final class TrustRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TrustRefusedException(String message) {
        super(message, null, false, false);
    }
}
