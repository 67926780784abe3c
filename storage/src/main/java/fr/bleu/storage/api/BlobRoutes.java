package fr.bleu.storage.api;

import fr.bleu.http.Access;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.http.Site;
import fr.bleu.storage.Actions;
import fr.bleu.storage.BlobAccess;
import fr.bleu.storage.Blobs;
import fr.bleu.storage.Blocks;
import fr.bleu.storage.Storage;
import fr.bleu.trust.Action;
import fr.bleu.trust.Authorizer;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Permit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The Blob service's operations, each with what it asks of its caller. */
public final class BlobRoutes {
    private static final String ACCOUNT = "/";
    private static final String CONTAINER = "/{container}";
    private static final String BLOB = "/{container}/{blob...}";
    private static final Map<String, String> OF_CONTAINER = Map.of("restype", "container");
    private static final long LIST_BODY_BYTES = 8L << 20;

    private final BlobAccess access;
    private final Operations operations;

    public BlobRoutes(Storage storage, Authorizer authorizer) {
        this.access = new BlobAccess(storage.accounts(), authorizer);
        this.operations = new Operations(storage);
    }

    /** How a route gets its permit. */
    private interface Permits {
        Permit permit(Request request, Caller caller);
    }

    /** All of them. */
    public List<Route> routes() {
        return List.of(
                route(
                        "GET",
                        ACCOUNT,
                        Map.of("comp", "list"),
                        Actions.READ_CONTAINER,
                        this::onAccount,
                        BlobRequests::listContainers),
                container("PUT", OF_CONTAINER, Actions.WRITE_CONTAINER, BlobRoutes::create),
                container("GET", OF_CONTAINER, Actions.READ_CONTAINER, BlobRoutes::get),
                container("HEAD", OF_CONTAINER, Actions.READ_CONTAINER, BlobRoutes::get),
                container("GET", of("metadata"), Actions.READ_CONTAINER, BlobRoutes::get),
                container("HEAD", of("metadata"), Actions.READ_CONTAINER, BlobRoutes::get),
                container(
                        "PUT",
                        of("metadata"),
                        Actions.WRITE_CONTAINER,
                        request ->
                                new BlobRequest.SetContainerMetadata(
                                        RequestHeaders.metadata(request),
                                        BlobRequests.containerModifiedSince(request))),
                container(
                        "DELETE",
                        OF_CONTAINER,
                        Actions.DELETE_CONTAINER,
                        request ->
                                new BlobRequest.DeleteContainer(
                                        BlobRequests.containerDates(request))),
                route(
                        "GET",
                        CONTAINER,
                        of("list"),
                        Actions.READ_BLOB,
                        this::onListing,
                        request -> {
                            RequestHeaders.requireNoConditions(request);
                            return BlobRequests.listBlobs(request);
                        }),
                route("PUT", BLOB, Map.of(), Actions.WRITE_BLOB, this::onPut, BlobRequests::putBlob)
                        .withBodyLimit(Blobs.MAX_PUT_BYTES),
                blob("GET", Map.of(), Actions.READ_BLOB, BlobRequests::getBlob),
                blob(
                        "HEAD",
                        Map.of(),
                        Actions.READ_BLOB,
                        request ->
                                new BlobRequest.GetProperties(RequestHeaders.conditions(request))),
                blob("GET", comp("metadata"), Actions.READ_BLOB, BlobRoutes::metadata),
                blob("HEAD", comp("metadata"), Actions.READ_BLOB, BlobRoutes::metadata),
                blob(
                        "PUT",
                        comp("properties"),
                        Actions.WRITE_BLOB,
                        request ->
                                new BlobRequest.SetProperties(
                                        RequestHeaders.blobHeaders(request),
                                        RequestHeaders.conditions(request))),
                blob(
                        "PUT",
                        comp("metadata"),
                        Actions.WRITE_BLOB,
                        request ->
                                new BlobRequest.SetMetadata(
                                        RequestHeaders.metadata(request),
                                        RequestHeaders.conditions(request))),
                blob(
                        "DELETE",
                        Map.of(),
                        Actions.DELETE_BLOB,
                        request -> new BlobRequest.DeleteBlob(RequestHeaders.conditions(request))),
                blob("PUT", comp("block"), Actions.WRITE_BLOB, BlobRequests::putBlock)
                        .withBodyLimit(Blocks.MAX_BYTES),
                blob("PUT", comp("blocklist"), Actions.WRITE_BLOB, BlobRequests::putBlockList)
                        .withBodyLimit(LIST_BODY_BYTES),
                blob("GET", comp("blocklist"), Actions.READ_BLOB, BlobRequests::getBlockList));
    }

    private static Map<String, String> of(String comp) {
        return Map.of("restype", "container", "comp", comp);
    }

    private static Map<String, String> comp(String comp) {
        return Map.of("comp", comp);
    }

    private static BlobRequest create(Request request) {
        RequestHeaders.requireNoConditions(request);
        return new BlobRequest.CreateContainer(RequestHeaders.metadata(request));
    }

    private static BlobRequest get(Request request) {
        RequestHeaders.requireNoConditions(request);
        return new BlobRequest.GetContainer();
    }

    private static BlobRequest metadata(Request request) {
        return new BlobRequest.GetMetadata(RequestHeaders.conditions(request));
    }

    private Route container(
            String method,
            Map<String, String> query,
            Action action,
            Function<Request, BlobRequest> parse) {
        return route(
                method,
                CONTAINER,
                query,
                action,
                (request, caller) ->
                        access.container(request.label(), caller, action, containerName(request)),
                parse);
    }

    private Route blob(
            String method,
            Map<String, String> query,
            Action action,
            Function<Request, BlobRequest> parse) {
        return route(
                method,
                BLOB,
                query,
                action,
                (request, caller) ->
                        access.blob(
                                request.label(),
                                caller,
                                action,
                                containerName(request),
                                Names.blob(request.path("blob"))),
                parse);
    }

    private Permit onAccount(Request request, Caller caller) {
        return access.account(request.label(), caller, Actions.READ_CONTAINER);
    }

    private Permit onListing(Request request, Caller caller) {
        return access.listing(request.label(), caller, containerName(request));
    }

    private Permit onPut(Request request, Caller caller) {
        return access.put(
                request.label(), caller, containerName(request), Names.blob(request.path("blob")));
    }

    private static String containerName(Request request) {
        return Names.container(request.path("container"));
    }

    private Route route(
            String method,
            String path,
            Map<String, String> query,
            Action action,
            Permits permits,
            Function<Request, BlobRequest> parse) {
        return new Route(
                Site.BLOB,
                method,
                path,
                query,
                new Access.Needs(action),
                (request, caller) -> {
                    Permit permit = permits.permit(request, caller);
                    Unsupported.refuse(request);
                    return operations.answer(parse.apply(request), permit, request);
                });
    }
}
