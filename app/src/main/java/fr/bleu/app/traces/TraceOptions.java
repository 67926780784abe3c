package fr.bleu.app.traces;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where traces go.
 *
 * @param endpoint takes OTLP over HTTP: https, or http on this machine's loopback address. Without
 *     a path it is the collector's usual {@code /v1/traces}
 * @param ca certificates (PEM) of the authority that the collector's must come from; else one that
 *     the JDK knows
 * @param node whose spans they are; empty for a machine by itself
 */
public record TraceOptions(URI endpoint, Optional<Path> ca, String node) {

    private static final String PATH = "/v1/traces";
    private static final String LOOPBACK = "localhost|127\\.0\\.0\\.1|\\[::1]";

    public TraceOptions {
        boolean secure = "https".equals(endpoint.getScheme());
        boolean near =
                "http".equals(endpoint.getScheme())
                        && String.valueOf(endpoint.getHost()).matches(LOOPBACK);
        boolean bare =
                endpoint.getUserInfo() == null
                        && endpoint.getQuery() == null
                        && endpoint.getFragment() == null;
        if (endpoint.getHost() == null || !bare || !(secure || near)) {
            throw new IllegalArgumentException(
                    "traces go to https://HOST:PORT, or http:// on loopback, without anything"
                            + " else");
        }
        if (endpoint.getPath().isEmpty() || endpoint.getPath().equals("/")) {
            endpoint = endpoint.resolve(PATH);
        }
    }

    /**
     * Reads the endpoint.
     *
     * @throws IllegalArgumentException with one line that does not quote it
     */
    public static TraceOptions of(String endpoint, Optional<Path> ca, String node) {
        try {
            return new TraceOptions(new URI(endpoint), ca, node);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("traces' endpoint is not a URL", e);
        }
    }
}
