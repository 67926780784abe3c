package fr.bleu.http;

import java.util.Optional;

/**
 * Told of the end of each request, on the request's own thread: what it does is part of what every
 * request costs, and it must not throw.
 */
@FunctionalInterface
public interface RequestListener {

    /** Listens to nothing. */
    RequestListener NONE = (site, status, nanos) -> {};

    /** The status of a request whose client did not get the whole answer. */
    int ABORTED = 0;

    /**
     * A request has ended.
     *
     * @param site empty for one that belongs to no site
     * @param status of the answer, or {@link #ABORTED}
     * @param nanos from its complete headers to the last byte of the answer
     */
    void ended(Optional<Site> site, int status, long nanos);
}
