package fr.bleu.ledger;

/** A text or file does not have its format. The message says what is wrong, fit for a terminal. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message);
    }
}
