package fr.bleu.storage.api;

import fr.bleu.http.Access;
import fr.bleu.http.Answer;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.http.Site;
import fr.bleu.storage.BlobAccess;
import fr.bleu.storage.FeedContainer;
import fr.bleu.trust.Action;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Permit;
import java.io.IOException;
import java.util.Map;

/**
 * Makes the Blob service's routes: each asks for its permit first, refuses what it would have to
 * ignore, and then does what the request says.
 */
final class RouteMaker {
    private static final String ACCOUNT = "/";
    static final String CONTAINER = "/{container}";
    static final String BLOB = "/{container}/{blob...}";

    /** No discriminating parameters. */
    static final Map<String, String> NONE = Map.of();

    private final BlobAccess access;
    private final Cors cors;
    private final DefaultVersions defaults;

    RouteMaker(BlobAccess access, Cors cors, DefaultVersions defaults) {
        this.cors = cors;
        this.access = access;
        this.defaults = defaults;
    }

    /** Parses a permitted request and carries it out. */
    interface Handler {
        Answer answer(Request request, Permit permit) throws IOException;
    }

    /** How a route gets its permit. */
    interface Permits {
        Permit permit(Request request, Caller caller);
    }

    /** The parameters of an operation on a container. */
    static Map<String, String> ofContainer(String comp) {
        return Map.of("restype", "container", "comp", comp);
    }

    /** The parameters of an operation on a blob. */
    static Map<String, String> comp(String comp) {
        return Map.of("comp", comp);
    }

    Route account(String method, Map<String, String> query, Action action, Handler handler) {
        return account(
                method,
                query,
                action,
                (request, caller) -> access.account(request.label(), caller, action),
                handler);
    }

    /** With a permit that is more than one action's. */
    Route account(
            String method,
            Map<String, String> query,
            Action action,
            Permits permits,
            Handler handler) {
        return route(method, ACCOUNT, query, action, permits, handler);
    }

    Route container(String method, Map<String, String> query, Action action, Handler handler) {
        return container(
                method,
                query,
                action,
                (request, caller) ->
                        access.container(request.label(), caller, action, containerName(request)),
                handler);
    }

    /** With a permit that is more than one action's. */
    Route container(
            String method,
            Map<String, String> query,
            Action action,
            Permits permits,
            Handler handler) {
        return route(method, CONTAINER, query, action, permits, handler);
    }

    Route blob(String method, Map<String, String> query, Action action, Handler handler) {
        return blob(
                method,
                query,
                action,
                (request, caller) ->
                        access.blob(
                                request.label(),
                                caller,
                                action,
                                containerName(request),
                                blobName(request)),
                handler);
    }

    /** With a permit that is more than one action's. */
    Route blob(
            String method,
            Map<String, String> query,
            Action action,
            Permits permits,
            Handler handler) {
        return route(method, BLOB, query, action, permits, handler);
    }

    static String containerName(Request request) {
        return Names.container(request.path("container"));
    }

    static String blobName(Request request) {
        return Names.blob(request.path("blob"));
    }

    private Route route(
            String method,
            String path,
            Map<String, String> query,
            Action action,
            Permits permits,
            Handler handler) {
        return new Route(
                Site.BLOB,
                method,
                path,
                query,
                new Access.Needs(action),
                (request, caller) -> answer(defaults.applied(request), caller, permits, handler));
    }

    private Answer answer(Request request, Caller caller, Permits permits, Handler handler)
            throws IOException {
        Permit permit = permits.permit(request, caller);
        // AccountGuard refuses it, too, but only when all has been read and is to be committed.
        FeedContainer.requireWritable(permit);
        Unsupported.refuse(request);
        Answer answer = handler.answer(request, permit);
        return cors.decorated(request, EncryptionHeaders.told(request, answer));
    }
}
