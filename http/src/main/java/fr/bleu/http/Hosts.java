package fr.bleu.http;

import fr.bleu.http.HostResolver.Destination;
import java.util.Optional;

/** What a listener serves, told from a request's Host header and its path. */
sealed interface Hosts permits HostResolver, DevelopmentHosts {

    /**
     * The host of a Host header in lower case, without its port; empty if the header is none that
     * the listener takes.
     *
     * @param authority as the client sent it
     */
    Optional<String> hostOf(String authority);

    /**
     * Where a request goes.
     *
     * @param host as {@link #hostOf} gives it
     * @param rawPath still percent-encoded
     * @return empty for a host that is not served
     */
    Optional<Destination> resolve(String host, String rawPath);
}
