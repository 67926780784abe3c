package fr.bleu.resources.api;

import fr.bleu.http.Access;
import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.http.Site;
import fr.bleu.resources.Subscriptions;
import fr.bleu.trust.Action;
import fr.bleu.trust.Caller;
import java.util.ArrayList;
import java.util.List;

/** Collects the Resource Manager's routes; each checks its caller and its api-version first. */
final class ArmRoutes {

    private final List<Route> routes = new ArrayList<>();
    private final Subscriptions subscriptions;

    ArmRoutes(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    /** One operation. */
    @FunctionalInterface
    interface Operation {
        Answer answer(Call call) throws Exception;
    }

    List<Route> all() {
        return List.copyOf(routes);
    }

    /** A route that needs a permit for the action. */
    ArmRoutes needs(String method, String path, Action action, Operation operation) {
        return add(method, path, new Access.Needs(action), true, operation);
    }

    /** A route for any principal, about itself or its own tenant. */
    ArmRoutes authenticated(String method, String path, String reason, Operation operation) {
        return add(method, path, new Access.Authenticated(reason), true, operation);
    }

    /** A route of Bleu's own for any principal; no api-version is asked for. */
    ArmRoutes own(String method, String path, String reason, Operation operation) {
        return add(method, path, new Access.Authenticated(reason), false, operation);
    }

    /** A route for anyone. */
    ArmRoutes open(String path, String reason, fr.bleu.http.Endpoint endpoint) {
        routes.add(Route.of(Site.MANAGEMENT, "GET", path, new Access.Open(reason), endpoint));
        return this;
    }

    private ArmRoutes add(
            String method, String path, Access access, boolean versioned, Operation operation) {
        routes.add(
                Route.of(
                        Site.MANAGEMENT,
                        method,
                        path,
                        access,
                        (request, caller) -> {
                            Call call = new Call(request, principal(caller), subscriptions);
                            if (versioned) {
                                ApiVersion.require(request);
                            }
                            return operation.answer(call);
                        }));
        return this;
    }

    private static Caller.Principal principal(Caller caller) {
        if (caller instanceof Caller.Principal principal) {
            return principal;
        }
        throw new Failure(
                401,
                "AuthenticationFailed",
                "Authentication failed. The 'Authorization' header is missing.");
    }

    /** The parameter of a path, for messages; never longer than a name may be. */
    static String shown(Request request, String parameter) {
        String text = request.path(parameter);
        return text.length() <= 260 ? text : text.substring(0, 260);
    }
}
