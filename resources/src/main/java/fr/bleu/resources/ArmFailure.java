package fr.bleu.resources;

import fr.bleu.http.Headers;
import tools.jackson.databind.node.ObjectNode;

/** A refusal whose error object says more than code and message: details, a target, the rule. */
public final class ArmFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient ObjectNode error;
    private final transient Headers headers;

    /**
     * @param status the HTTP status
     * @param error what stands under {@code error} in the answer, {@code code} and {@code message}
     *     included; never a secret
     */
    public ArmFailure(int status, ObjectNode error) {
        this(status, error, Headers.EMPTY);
    }

    /** With headers of its own. */
    public ArmFailure(int status, ObjectNode error, Headers headers) {
        super(error.path("message").asString(""), null, false, false);
        this.status = status;
        this.error = error.deepCopy();
        this.headers = headers;
    }

    public int status() {
        return status;
    }

    /** The error object. */
    public ObjectNode error() {
        return error.deepCopy();
    }

    public Headers headers() {
        return headers;
    }
}
