package fr.bleu.keys;

/** There is no such key: it was never made, or it has been erased. */
public final class UnknownKeyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnknownKeyException(String message) {
        super(message);
    }
}
