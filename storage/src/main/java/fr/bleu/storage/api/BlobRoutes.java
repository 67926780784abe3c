package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Domains;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.storage.Actions;
import fr.bleu.storage.BlobAccess;
import fr.bleu.storage.Blobs;
import fr.bleu.storage.Blocks;
import fr.bleu.storage.Callers;
import fr.bleu.storage.Storage;
import fr.bleu.trust.Action;
import fr.bleu.trust.Authorizer;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Permit;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The Blob service's operations, each with what it asks of its caller. */
public final class BlobRoutes {
    private static final Map<String, String> OF_CONTAINER = Map.of("restype", "container");
    private static final long LIST_BODY_BYTES = 8L << 20;

    private final BlobAccess access;
    private final RouteMaker maker;
    private final Storage storage;
    private final Cors cors;
    private final Operations operations;
    private final PutPermits puts;
    private final LeaseRoutes leases;
    private final AclRoutes acls;
    private final TagRoutes tags;
    private final TierRoutes tiers;
    private final HoldRoutes holds;
    private final DelegationRoutes delegations;
    private final CopyOperations copies;
    private final AppendRoutes appends;
    private final PageRoutes pages;

    private final PastRoutes past;
    private final ServiceRoutes service;

    /**
     * @param websites whether static websites are served beside
     */
    public BlobRoutes(
            Storage storage,
            Authorizer authorizer,
            Callers callers,
            Domains domains,
            boolean websites) {
        this.access = new BlobAccess(storage.accounts(), authorizer);
        this.storage = storage;
        this.cors = new Cors(storage.accounts());
        this.maker = new RouteMaker(access, cors, new DefaultVersions(storage.accounts()));
        this.operations = new Operations(storage);
        this.puts = new PutPermits(access);
        this.leases = new LeaseRoutes(maker, storage);
        this.acls = new AclRoutes(access, maker, storage);
        this.tags = new TagRoutes(maker, storage);
        this.tiers = new TierRoutes(maker, storage);
        this.holds = new HoldRoutes(maker, storage);
        this.delegations = new DelegationRoutes(maker, access, storage);
        this.copies =
                new CopyOperations(
                        storage, new CopySourcePermits(access, authorizer, callers, domains));
        this.past = new PastRoutes(storage, access, maker);
        this.service = new ServiceRoutes(storage, access, maker, websites);
        this.appends = new AppendRoutes(maker, access, storage, copies);
        this.pages = new PageRoutes(maker, storage, copies);
    }

    /** All of them. */
    public List<Route> routes() {
        List<Route> routes =
                Stream.of(
                                containers(),
                                blobs(),
                                blocks(),
                                leases.routes(),
                                acls.routes(),
                                tags.routes(),
                                tiers.routes(),
                                holds.routes(),
                                delegations.routes(),
                                copies.routes(maker),
                                past.routes(),
                                service.routes(),
                                appends.routes(),
                                pages.routes())
                        .flatMap(List::stream)
                        .toList();
        return Stream.of(routes, RootContainer.routes(routes)).flatMap(List::stream).toList();
    }

    private List<Route> containers() {
        return List.of(
                maker.account(
                        "GET",
                        RouteMaker.comp("list"),
                        Actions.READ_CONTAINER,
                        carriedOut(BlobRequests::listContainers)),
                maker.container(
                        "PUT",
                        OF_CONTAINER,
                        Actions.WRITE_CONTAINER,
                        this::onCreate,
                        carriedOut(BlobRoutes::create)),
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
                maker.container(
                        "GET",
                        of("list"),
                        Actions.READ_BLOB,
                        this::onListing,
                        carriedOut(
                                request -> {
                                    RequestHeaders.requireNoConditions(request);
                                    return BlobRequests.listBlobs(request);
                                })));
    }

    private List<Route> blobs() {
        return List.of(
                maker.blob(
                                "PUT",
                                Map.of(),
                                Actions.WRITE_BLOB,
                                puts::put,
                                copies.orElse(this::putBlob))
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
                maker.blob(
                        "PUT",
                        comp("properties"),
                        Actions.WRITE_BLOB,
                        pages.properties(
                                carriedOut(
                                        request ->
                                                new BlobRequest.SetProperties(
                                                        RequestHeaders.blobHeaders(request),
                                                        RequestHeaders.conditions(request))))),
                blob(
                        "PUT",
                        comp("metadata"),
                        Actions.WRITE_BLOB,
                        request ->
                                new BlobRequest.SetMetadata(
                                        RequestHeaders.metadata(request),
                                        RequestHeaders.conditions(request))));
    }

    private List<Route> blocks() {
        return List.of(
                maker.blob(
                                "PUT",
                                comp("block"),
                                Actions.WRITE_BLOB,
                                copies.orElse(carriedOut(BlobRequests::putBlock)))
                        .withBodyLimit(Blocks.MAX_BYTES),
                maker.blob(
                                "PUT",
                                comp("blocklist"),
                                Actions.WRITE_BLOB,
                                puts::write,
                                carriedOut(
                                        request ->
                                                BlobRequests.putBlockList(request, storage.now())))
                        .withBodyLimit(LIST_BODY_BYTES),
                blob("GET", comp("blocklist"), Actions.READ_BLOB, BlobRequests::getBlockList));
    }

    private Answer putBlob(Request request, Permit permit) throws IOException {
        return switch (TypedHeaders.type(request)) {
            case BLOCK ->
                    operations.answer(
                            BlobRequests.putBlob(request, storage.now()), permit, request);
            case APPEND -> appends.create(request, permit);
            case PAGE -> pages.create(request, permit);
        };
    }

    private static Map<String, String> of(String comp) {
        return RouteMaker.ofContainer(comp);
    }

    private static Map<String, String> comp(String comp) {
        return RouteMaker.comp(comp);
    }

    private static BlobRequest create(Request request) {
        RequestHeaders.requireNoConditions(request);
        return new BlobRequest.CreateContainer(
                RequestHeaders.metadata(request),
                PublicLevel.of(request),
                EncryptionHeaders.ofContainer(request));
    }

    private static BlobRequest get(Request request) {
        return new BlobRequest.GetContainer(RequestHeaders.onlyLease(request));
    }

    private static BlobRequest metadata(Request request) {
        return new BlobRequest.GetMetadata(RequestHeaders.conditions(request));
    }

    private Route container(
            String method,
            Map<String, String> query,
            Action action,
            Function<Request, BlobRequest> parse) {
        return maker.container(method, query, action, carriedOut(parse));
    }

    private Route blob(
            String method,
            Map<String, String> query,
            Action action,
            Function<Request, BlobRequest> parse) {
        return maker.blob(method, query, action, carriedOut(parse));
    }

    private RouteMaker.Handler carriedOut(Function<Request, BlobRequest> parse) {
        return (request, permit) -> operations.answer(parse.apply(request), permit, request);
    }

    private Permit onCreate(Request request, Caller caller) {
        return access.create(
                request.label(),
                caller,
                RouteMaker.containerName(request),
                PublicLevel.isAsked(request));
    }

    /** Tags are shown only to whom Get Blob Tags would show them. */
    private Permit onListing(Request request, Caller caller) {
        String container = RouteMaker.containerName(request);
        if (BlobRequests.includesTags(request)) {
            access.container(request.label(), caller, Actions.READ_TAGS, container);
        }
        return access.listing(request.label(), caller, container);
    }
}
