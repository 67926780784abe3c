package fr.bleu.http;

import java.util.Map;

/**
 * One operation of the wire.
 *
 * @param site where it is served
 * @param method the HTTP method
 * @param path segments: literals, {@code {name}} for one segment, {@code {name...}} last for the
 *     rest of the path, slashes included (at least one character). Begins with a slash. For BLOB
 *     and VAULT the account's or vault's own segment or host label is not part of it
 * @param query the protocol's discriminating parameters that must be present with these values; a
 *     discriminating parameter (see {@link Protocol#discriminators}) that is not named must be
 *     absent
 * @param access what it asks of its caller
 * @param bodyLimitBytes a longer body is a {@link Failure} 413
 */
public record Route(
        Site site,
        String method,
        String path,
        Map<String, String> query,
        Access access,
        Endpoint endpoint,
        long bodyLimitBytes) {

    /** As Resource Manager limits its requests. */
    public static final long DEFAULT_BODY_LIMIT_BYTES = 4L << 20;

    public Route {
        query = Map.copyOf(query);
    }

    /** A route with the default body limit. */
    public Route(
            Site site,
            String method,
            String path,
            Map<String, String> query,
            Access access,
            Endpoint endpoint) {
        this(site, method, path, query, access, endpoint, DEFAULT_BODY_LIMIT_BYTES);
    }

    /** This route with another body limit. */
    public Route withBodyLimit(long limitBytes) {
        return new Route(site, method, path, query, access, endpoint, limitBytes);
    }

    /** A route without discriminating parameters. */
    public static Route of(
            Site site, String method, String path, Access access, Endpoint endpoint) {
        return new Route(site, method, path, Map.of(), access, endpoint);
    }

    /** How lists and tests name the route. */
    public String name() {
        return site
                + " "
                + method
                + " "
                + path
                + (query.isEmpty() ? "" : " " + new java.util.TreeMap<>(query));
    }
}
