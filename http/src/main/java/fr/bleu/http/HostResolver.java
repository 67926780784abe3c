package fr.bleu.http;

import java.util.Locale;
import java.util.Optional;

/** Finds out which site a request is for, from its Host header and, on localhost, its path. */
final class HostResolver implements Hosts {
    private final Domains domains;

    HostResolver(Domains domains) {
        this.domains = domains;
    }

    /**
     * Where a request goes.
     *
     * @param label the account or vault; empty elsewhere
     * @param pathStyle whether the account stood in the path
     * @param secondary whether the address is the account's secondary one
     * @param routePath the raw path that routes are matched with
     */
    record Destination(
            Site site, String label, boolean pathStyle, boolean secondary, String routePath) {

        /** A primary address. */
        Destination(Site site, String label, boolean pathStyle, String routePath) {
            this(site, label, pathStyle, false, routePath);
        }
    }

    /** Any host; {@link #resolve} says whether it is served. */
    @Override
    public Optional<String> hostOf(String authority) {
        return host(authority);
    }

    /**
     * The host of a Host header in lower case, without its port; empty if it is none.
     *
     * @param authority as the client sent it
     */
    static Optional<String> host(String authority) {
        int portAt =
                authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
        String host = portAt < 0 ? authority : authority.substring(0, portAt);
        String port = portAt < 0 ? "" : authority.substring(portAt);
        if (host.isEmpty() || !port.matches("(:[0-9]{1,5})?")) {
            return Optional.empty();
        }
        return Optional.of(host.toLowerCase(Locale.ROOT));
    }

    @Override
    public Optional<Destination> resolve(String host, String rawPath) {
        if (host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]")) {
            return Optional.of(byPath(rawPath));
        }
        for (Site site : Site.values()) {
            String name = domains.host(site);
            if (site == Site.BLOB || site == Site.VAULT || site == Site.WEB) {
                String label = label(host, name);
                if (!label.isEmpty()) {
                    return Optional.of(new Destination(site, label, false, rawPath));
                }
            } else if (host.equals(name)) {
                return Optional.of(new Destination(site, "", false, rawPath));
            }
        }
        return Optional.empty();
    }

    /** The one label before the domain, or nothing. */
    private static String label(String host, String domain) {
        if (!host.endsWith("." + domain)) {
            return "";
        }
        String label = host.substring(0, host.length() - domain.length() - 1);
        return label.indexOf('.') < 0 ? label : "";
    }

    private static Destination byPath(String rawPath) {
        int from = 0;
        while (from < rawPath.length() && rawPath.charAt(from) == '/') {
            from++;
        }
        int to = rawPath.indexOf('/', from);
        to = to < 0 ? rawPath.length() : to;
        if (from == to) {
            return new Destination(Site.MANAGEMENT, "", false, rawPath);
        }
        String segment;
        try {
            segment = Percent.decode(rawPath.substring(from, to));
        } catch (IllegalArgumentException e) {
            // The router says what is wrong with it.
            return new Destination(Site.MANAGEMENT, "", false, rawPath);
        }
        Optional<Site> reserved = ReservedSegments.site(segment);
        if (reserved.isPresent() || from != 1) {
            // Clients join an address that ends with a slash and a path that begins with one.
            String single = rawPath.substring(Math.max(0, from - 1));
            return new Destination(reserved.orElse(Site.MANAGEMENT), "", false, single);
        }
        String rest = rawPath.substring(to);
        return new Destination(Site.BLOB, segment, true, rest.isEmpty() ? "/" : rest);
    }
}
