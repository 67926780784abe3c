package fr.bleu.storage.api;

import fr.bleu.http.Route;
import java.util.ArrayList;
import java.util.List;

/**
 * A path of one segment that names no container is a blob of {@code $root}.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/working-with-the-root-container">Working
 *     with the root container</a>
 */
final class RootContainer {
    static final String NAME = "$root";
    static final String PATH = "/{blob}";

    private RootContainer() {}

    /** The routes of its blobs: those of all blobs, unless a container's has the same address. */
    static List<Route> routes(List<Route> routes) {
        List<Route> rooted = new ArrayList<>();
        for (Route route : routes) {
            boolean taken =
                    routes.stream()
                            .filter(other -> other.path().equals(RouteMaker.CONTAINER))
                            .filter(other -> other.method().equals(route.method()))
                            .anyMatch(other -> other.query().equals(route.query()));
            if (route.path().equals(RouteMaker.BLOB) && !taken) {
                rooted.add(rooted(route));
            }
        }
        return rooted;
    }

    private static Route rooted(Route route) {
        return new Route(
                route.site(),
                route.method(),
                PATH,
                route.query(),
                route.access(),
                (request, caller) -> route.endpoint().handle(new RootRequest(request), caller),
                route.bodyLimitBytes());
    }
}
