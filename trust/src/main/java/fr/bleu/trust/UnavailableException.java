package fr.bleu.trust;

/** The store cannot take the change now, or its outcome stays unknown. Answer 503. */
public final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnavailableException(String message) {
        super(message, null, false, false);
    }
}
