package fr.bleu.store;

/** The engine could not read or write: its disk fails or its files are damaged. */
public final class StoreFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
