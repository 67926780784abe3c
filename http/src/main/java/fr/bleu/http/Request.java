package fr.bleu.http;

import fr.bleu.trust.Origin;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A request as its route sees it. An interface, so that tests make requests without a server. */
public interface Request {

    Site site();

    String method();

    /** Scheme, host and port that the client used, such as {@code https://localhost:8443}. */
    String baseUrl();

    /** The path as the client sent it, still percent-encoded, account segment included. */
    String rawPath();

    /** The query as the client sent it, without the question mark; empty if there is none. */
    String rawQuery();

    /** The account or vault that the host label or first path segment names; empty elsewhere. */
    String label();

    /** Whether the account stood in the path and not in the host name. */
    boolean pathStyle();

    /** Whether the address is the account's secondary one, which only reads. */
    default boolean secondary() {
        return false;
    }

    /** A decoded path parameter of the matched route. */
    String path(String name);

    /** A decoded query parameter; names compared without case. The first, if it is repeated. */
    Optional<String> query(String name);

    /** All decoded query parameters, names in lower case, values in the order sent. */
    Map<String, List<String>> query();

    /** A header; several values are joined by a comma. */
    Optional<String> header(String name);

    /** All headers, names in lower case. */
    Map<String, List<String>> headers();

    Origin origin();

    /** The declared length of the body, if one was declared. */
    OptionalLong contentLength();

    /**
     * The body. Reading it sends 100 Continue if the client waits for that; answering without
     * reading it closes the connection if bytes are still to come. Ends early with an IOException
     * when the client stops or the route's limit is passed.
     */
    InputStream body();

    /**
     * The whole body.
     *
     * @param limitBytes more is a {@link Failure} 413 with code {@code RequestBodyTooLarge}
     */
    byte[] body(int limitBytes);
}
