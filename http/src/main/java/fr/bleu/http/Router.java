package fr.bleu.http;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds the one route that a request means.
 *
 * <p>The path is split at its slashes before it is decoded, so that {@code %2F} never makes a
 * segment and {@code ..} stays a name. The most specific path that fits decides alone: if it does
 * not know the method the answer is 405, and if the discriminating query parameters name no
 * operation of it the answer is 400; a less specific path is never tried instead.
 */
public final class Router {
    private final Map<Site, Protocol> protocols;
    private final List<Route> routes;
    private final Map<Site, List<Resource>> resources = new EnumMap<>(Site.class);

    /** A path and all that can be done there. */
    private record Resource(PathPattern pattern, List<Operation> operations) {}

    /** A route with its own path, whose parameter names may differ from its neighbours'. */
    private record Operation(PathPattern pattern, Route route) {}

    /** A route, and the decoded path parameters. */
    public record Match(Route route, Map<String, String> parameters) {}

    /**
     * @throws IllegalArgumentException for a route that another one hides, that names a parameter
     *     its protocol does not discriminate by, or whose site has no protocol
     */
    public Router(Map<Site, Protocol> protocols, List<Route> routes) {
        this.protocols = Map.copyOf(protocols);
        this.routes = List.copyOf(routes);
        Map<Site, Map<String, Resource>> byShape = new EnumMap<>(Site.class);
        for (Route route : routes) {
            add(route, byShape.computeIfAbsent(route.site(), s -> new LinkedHashMap<>()));
        }
        byShape.forEach(
                (site, shapes) ->
                        resources.put(
                                site,
                                shapes.values().stream()
                                        .sorted((a, b) -> a.pattern().compareTo(b.pattern()))
                                        .toList()));
    }

    private void add(Route route, Map<String, Resource> shapes) {
        Protocol protocol = protocols.get(route.site());
        if (protocol == null) {
            throw new IllegalArgumentException("no protocol for " + route.name());
        }
        for (String name : route.query().keySet()) {
            if (!protocol.discriminators().contains(name)) {
                throw new IllegalArgumentException(
                        name + " does not discriminate: " + route.name());
            }
        }
        PathPattern pattern = PathPattern.parse(route.path(), protocol.ignoresCase());
        Resource resource =
                shapes.computeIfAbsent(
                        pattern.shape(), s -> new Resource(pattern, new ArrayList<>()));
        for (Operation operation : resource.operations()) {
            Route other = operation.route();
            if (other.method().equals(route.method()) && other.query().equals(route.query())) {
                throw new IllegalArgumentException(
                        "ambiguous: " + route.name() + " and " + other.name());
            }
        }
        resource.operations().add(new Operation(pattern, route));
    }

    /** All routes, in the order given: what the authorization test walks. */
    public List<Route> routes() {
        return routes;
    }

    /** The site's protocol, if the site is served. */
    public Optional<Protocol> protocol(Site site) {
        return Optional.ofNullable(protocols.get(site));
    }

    /**
     * Finds the route.
     *
     * @param rawPath without the account's segment in path style; still percent-encoded
     * @throws Failure 400, 404 or 405 with the protocol's code
     */
    public Match match(Site site, String method, String rawPath, Query query) {
        Protocol protocol = protocols.get(site);
        if (protocol == null) {
            throw Refusals.notFound(site);
        }
        List<String> path = decoded(site, rawPath);
        boolean trailingSlash = path.size() > 1 && path.getLast().isEmpty();
        List<String> segments = trailingSlash ? path.subList(0, path.size() - 1) : path;
        if (path.size() == 1 && path.getFirst().isEmpty()) {
            segments = List.of();
        }
        boolean ignoresCase = protocol.ignoresCase();
        for (Resource resource : resources.getOrDefault(site, List.of())) {
            if (resource.pattern().match(segments, trailingSlash, ignoresCase).isPresent()) {
                Operation found = choose(resource, site, method, discriminating(site, query));
                return new Match(
                        found.route(),
                        found.pattern().match(segments, trailingSlash, ignoresCase).orElseThrow());
            }
        }
        throw Refusals.notFound(site);
    }

    private static Operation choose(
            Resource resource, Site site, String method, Map<String, String> discriminating) {
        TreeSet<String> allowed = new TreeSet<>();
        for (Operation operation : resource.operations()) {
            Route route = operation.route();
            allowed.add(route.method());
            if (route.method().equals(method) && route.query().equals(discriminating)) {
                return operation;
            }
        }
        throw allowed.contains(method)
                ? Refusals.noSuchOperation(site)
                : Refusals.wrongMethod(site, allowed);
    }

    /** The discriminating parameters that the request has, each once. */
    private Map<String, String> discriminating(Site site, Query query) {
        Map<String, String> found = new HashMap<>();
        for (String name : protocols.get(site).discriminators()) {
            List<String> values = query.parameters().get(name.toLowerCase(Locale.ROOT));
            if (values == null) {
                continue;
            }
            if (values.size() > 1) {
                throw Refusals.noSuchOperation(site);
            }
            found.put(name, values.getFirst());
        }
        return found;
    }

    private static List<String> decoded(Site site, String rawPath) {
        if (!rawPath.startsWith("/")) {
            throw Refusals.malformed(site, "no leading slash");
        }
        List<String> segments = new ArrayList<>();
        try {
            for (String raw : rawPath.substring(1).split("/", -1)) {
                segments.add(Percent.decode(raw));
            }
        } catch (IllegalArgumentException e) {
            throw Refusals.malformed(site, e.getMessage());
        }
        return site == Site.MANAGEMENT ? withoutEmptySegments(segments) : segments;
    }

    /** az doubles slashes: {@code providers/Microsoft.Network//virtualNetworks}. */
    private static List<String> withoutEmptySegments(List<String> segments) {
        List<String> kept = new ArrayList<>(segments);
        kept.removeIf(String::isEmpty);
        return kept.isEmpty() ? List.of("") : kept;
    }
}
