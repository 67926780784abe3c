package fr.bleu.keys;

/** An envelope does not open: another key, another place, or altered bytes. Never says which. */
public final class OpenFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OpenFailedException(String message) {
        super(message);
    }
}
