package fr.bleu.http;

/** A refusal in the protocol's own terms, from the error catalogue. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Headers headers;

    /**
     * @param status the HTTP status
     * @param code the protocol's error code
     * @param message what the caller is told; never a secret
     */
    public Failure(int status, String code, String message) {
        this(status, code, message, Headers.EMPTY);
    }

    public Failure(int status, String code, String message, Headers headers) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.headers = headers;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public Headers headers() {
        return headers;
    }
}
