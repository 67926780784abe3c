package fr.bleu.http;

import java.time.Duration;

/**
 * What the server takes from its clients. Bodies are limited by their {@link Route}.
 *
 * @param headerBytes request line and headers together; more is 431, or 414 if the request line
 *     alone is longer
 * @param idle how long a connection may be silent, and how long it may take to send a request's
 *     headers
 * @param requestTime how long one request may take altogether, its body and answer included
 * @param minBodyBytesPerSecond the least average rate of a request's body; slower is 408
 * @param maxConnections open connections; more wait in the backlog
 * @param maxRequests requests worked on at once; more are 503
 */
public record Limits(
        int headerBytes,
        Duration idle,
        Duration requestTime,
        long minBodyBytesPerSecond,
        int maxConnections,
        int maxRequests) {

    /** What the product uses. */
    public static final Limits DEFAULT =
            new Limits(16 * 1024, Duration.ofSeconds(60), Duration.ofHours(1), 240, 16_384, 1_024);
}
