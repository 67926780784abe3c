package fr.bleu.store;

/**
 * The store cannot be opened: its folder is foreign, in use, unreadable, damaged or of a newer
 * format. The message is one line for the operator; nothing was changed.
 */
public class StoreUnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnusableException(String message) {
        super(message);
    }

    public StoreUnusableException(String message, Throwable cause) {
        super(message, cause);
    }
}
