package fr.bleu.keys;

/** The store was made under another root key. */
public final class WrongRootKeyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WrongRootKeyException(String message) {
        super(message);
    }
}
