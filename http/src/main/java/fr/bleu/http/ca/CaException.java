package fr.bleu.http.ca;

/** The platform's CA cannot be used; the message is for the operator and holds no secret. */
public final class CaException extends Exception {
    private static final long serialVersionUID = 1L;

    CaException(String message) {
        super(message);
    }

    CaException(String message, Throwable cause) {
        super(message, cause);
    }
}
