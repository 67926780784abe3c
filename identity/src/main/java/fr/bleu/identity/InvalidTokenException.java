package fr.bleu.identity;

/**
 * A bearer token is not accepted. Checked, so that every api words it as its own 401 instead of
 * letting it become an internal error.
 */
public final class InvalidTokenException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why a token is not accepted. */
    public enum Reason {
        /** The header is absent or has another scheme than {@code Bearer}. */
        NO_TOKEN,
        /** It is not a signed token of the form this platform makes. */
        MALFORMED,
        /** Another algorithm, an unknown key, or a signature that does not verify. */
        SIGNATURE,
        /** Made by somebody else, or for a tenant that does not exist. */
        ISSUER,
        /** Made for another service. */
        AUDIENCE,
        /** Its time is over, or has not come. */
        EXPIRED,
        /** The service principal was deleted or disabled, or its application was. */
        REVOKED
    }

    private final Reason reason;

    /**
     * @param reason what is wrong
     * @param message what the caller may be told; never any part of the token
     */
    public InvalidTokenException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }
}
