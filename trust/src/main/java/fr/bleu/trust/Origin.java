package fr.bleu.trust;

/**
 * Where a request came from.
 *
 * @param address the peer's IP address
 * @param requestId the request's id, as {@code x-ms-request-id} returns it
 * @param clientRequestId what the client calls it, or empty: text of the client's own choosing,
 *     which no entry of the ledger repeats
 */
public record Origin(String address, String requestId, String clientRequestId) {
    /** The most characters of a client's request id, as Azure has it. */
    public static final int MAX_CLIENT_REQUEST_ID = 1_024;

    /** Longer ones than Azure takes are passed over. */
    public Origin {
        clientRequestId = clientRequestId.length() > MAX_CLIENT_REQUEST_ID ? "" : clientRequestId;
    }

    /** Without a name of the client's. */
    public Origin(String address, String requestId) {
        this(address, requestId, "");
    }
}
