package fr.bleu.trust;

/**
 * Where a request came from.
 *
 * @param address the peer's IP address
 * @param requestId the request's id, as {@code x-ms-request-id} returns it
 */
public record Origin(String address, String requestId) {}
