package fr.bleu.identity.api;

import fr.bleu.http.Access;
import fr.bleu.http.Endpoint;
import fr.bleu.http.Route;
import fr.bleu.http.Site;
import fr.bleu.identity.Directory;
import fr.bleu.identity.DirectoryActions;
import fr.bleu.trust.Action;
import fr.bleu.trust.Authorizer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Graph's routes. Each is served twice: as {@code /v1.0/…}, and as {@code /graph/v1.0/…} for
 * clients that reach everything at {@code https://localhost:port}, where Graph needs a name of its
 * own to ask tokens for.
 */
public final class GraphRoutes {
    private static final long BODY_LIMIT_BYTES = 512 * 1024;
    private static final Access READ =
            new Access.Authenticated("every principal reads its own tenant's directory");

    private final ApplicationsApi applications;
    private final ServicePrincipalsApi principals;
    private final DirectoryObjectsApi objects;

    public GraphRoutes(Directory directory, Authorizer authorizer, InstantSource clock) {
        DirectoryGate gate = new DirectoryGate(authorizer);
        applications = new ApplicationsApi(directory, gate, clock);
        principals = new ServicePrincipalsApi(directory, gate);
        objects = new DirectoryObjectsApi(directory, gate);
    }

    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(below("/v1.0"));
        routes.addAll(below("/graph/v1.0"));
        return routes;
    }

    private List<Route> below(String root) {
        String app = root + "/applications";
        String sp = root + "/servicePrincipals";
        return List.of(
                read("GET", app, applications::list),
                write("POST", app, DirectoryActions.APPLICATION_WRITE, applications::create),
                read("GET", app + "/{id}", applications::get),
                write(
                        "PATCH",
                        app + "/{id}",
                        DirectoryActions.APPLICATION_WRITE,
                        applications::update),
                write(
                        "DELETE",
                        app + "/{id}",
                        DirectoryActions.APPLICATION_DELETE,
                        applications::delete),
                write(
                        "POST",
                        app + "/{id}/addPassword",
                        DirectoryActions.APPLICATION_WRITE,
                        applications::addPassword),
                write(
                        "POST",
                        app + "/{id}/removePassword",
                        DirectoryActions.APPLICATION_WRITE,
                        applications::removePassword),
                read("GET", sp, principals::list),
                write("POST", sp, DirectoryActions.SERVICE_PRINCIPAL_WRITE, principals::create),
                read("GET", sp + "/{id}", principals::get),
                write(
                        "DELETE",
                        sp + "/{id}",
                        DirectoryActions.SERVICE_PRINCIPAL_DELETE,
                        principals::delete),
                read("POST", root + "/directoryObjects/getByIds", objects::getByIds),
                read("GET", root + "/me", objects::me));
    }

    private static Route read(String method, String path, Endpoint endpoint) {
        return Route.of(Site.GRAPH, method, path, READ, endpoint).withBodyLimit(BODY_LIMIT_BYTES);
    }

    private static Route write(String method, String path, Action action, Endpoint endpoint) {
        return Route.of(Site.GRAPH, method, path, new Access.Needs(action), endpoint)
                .withBodyLimit(BODY_LIMIT_BYTES);
    }

    static int bodyLimit() {
        return (int) BODY_LIMIT_BYTES;
    }
}
