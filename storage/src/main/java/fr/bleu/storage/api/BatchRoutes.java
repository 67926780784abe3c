package fr.bleu.storage.api;

import fr.bleu.http.Route;
import fr.bleu.storage.Actions;
import fr.bleu.storage.BlobAccess;
import java.util.List;
import java.util.Map;

/**
 * Blob Batch, to an account or a container.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/blob-batch">Blob Batch</a>
 */
final class BatchRoutes {
    private final BlobAccess access;
    private final RouteMaker maker;
    private final Batches batches;

    BatchRoutes(BlobAccess access, RouteMaker maker, Batches batches) {
        this.access = access;
        this.maker = maker;
        this.batches = batches;
    }

    List<Route> routes() {
        return List.of(
                ofAccount(RouteMaker.comp("batch")),
                // What the JavaScript SDK sends to an account that stands in the path.
                ofAccount(RouteMaker.ofContainer("batch")),
                maker.container(
                        "POST",
                        RouteMaker.ofContainer("batch"),
                        Actions.WRITE_CONTAINER,
                        (request, caller) ->
                                access.batch(
                                        request.label(), caller, RouteMaker.containerName(request)),
                        (request, permit) ->
                                batches.answer(request, RouteMaker.containerName(request))));
    }

    private Route ofAccount(Map<String, String> query) {
        return maker.account(
                "POST",
                query,
                Actions.WRITE_CONTAINER,
                (request, caller) -> access.batch(request.label(), caller, ""),
                (request, permit) -> batches.answer(request, ""));
    }
}
