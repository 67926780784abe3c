package fr.bleu.http;

import java.util.Optional;

/**
 * Told of each request, on the request's own thread: what it does is part of what every request
 * costs, and it must not throw. What Jetty refuses has an end only.
 */
@FunctionalInterface
public interface RequestListener {

    /** Listens to nothing. */
    RequestListener NONE = (site, status, nanos) -> {};

    /** The status of a request whose client did not get the whole answer. */
    int ABORTED = 0;

    /**
     * A request's headers.
     *
     * @param site empty for one that belongs to no site
     * @param method as it was sent
     * @param traceparent the header of that name, as it was sent (W3C Trace Context)
     * @param requestId as the answer tells it
     */
    record Begun(
            Optional<Site> site, String method, Optional<String> traceparent, String requestId) {}

    /** A request has come. */
    default void begun(Begun request) {}

    /** It is one of an operation; not told of one that is none. */
    default void matched(Route route) {}

    /**
     * A request has ended.
     *
     * @param site empty for one that belongs to no site
     * @param status of the answer, or {@link #ABORTED}
     * @param nanos from its complete headers to the last byte of the answer
     */
    void ended(Optional<Site> site, int status, long nanos);
}
