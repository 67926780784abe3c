package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.http.XmlWriter;
import fr.bleu.storage.Actions;
import fr.bleu.storage.Conditions;
import fr.bleu.storage.Storage;
import fr.bleu.storage.StorageError;
import fr.bleu.storage.TagQuery;
import fr.bleu.storage.TagSearch;
import fr.bleu.trust.Permit;
import java.util.List;

/**
 * Get and Set Blob Tags, Find Blobs by Tags.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/find-blobs-by-tags">Find Blobs
 *     by Tags</a>
 */
final class TagRoutes {
    private static final long BODY_BYTES = 64 << 10;

    private final RouteMaker maker;
    private final Storage storage;

    TagRoutes(RouteMaker maker, Storage storage) {
        this.maker = maker;
        this.storage = storage;
    }

    List<Route> routes() {
        return List.of(
                maker.blob("GET", RouteMaker.comp("tags"), Actions.READ_TAGS, this::get),
                maker.blob("PUT", RouteMaker.comp("tags"), Actions.WRITE_TAGS, this::set)
                        .withBodyLimit(BODY_BYTES),
                maker.account(
                        "GET",
                        RouteMaker.comp("blobs"),
                        Actions.FILTER_BLOBS,
                        (request, permit) -> find(request, permit, storage.tagSearch()::inAccount)),
                maker.container(
                        "GET",
                        RouteMaker.ofContainer("blobs"),
                        Actions.FILTER_BLOBS,
                        (request, permit) ->
                                find(request, permit, storage.tagSearch()::inContainer)));
    }

    private Answer get(Request request, Permit permit) {
        XmlWriter xml = new XmlWriter();
        Conditions conditions = RequestHeaders.conditions(request);
        TagXml.write(xml, storage.blobTags().get(permit, Moments.of(request), conditions));
        return xml.answer(200);
    }

    private Answer set(Request request, Permit permit) {
        var changed =
                storage.blobTags()
                        .set(
                                permit,
                                Moments.of(request),
                                TagXml.read(request),
                                RequestHeaders.conditions(request));
        BlobHeaders headers = new BlobHeaders().receipt(changed.receipt());
        return new Answer(204, headers.done(), new Answer.Body.Empty());
    }

    /** One of the two places to search. */
    private interface Search {
        TagSearch.Page in(Permit permit, TagQuery query, byte[] from, int limit);
    }

    private Answer find(Request request, Permit permit, Search search) {
        RequestHeaders.requireNoConditions(request);
        String where =
                request.query("where")
                        .orElseThrow(
                                () ->
                                        StorageError.MISSING_REQUIRED_QUERY_PARAMETER.failure(
                                                "Parameter: where."));
        TagSearch.Page page =
                search.in(
                        permit,
                        query(where),
                        Markers.bytes(request.query("marker").orElse("")),
                        BlobRequests.limit(request).orElse(BlobRequests.MAX_RESULTS));
        return TagXml.found(Operations.endpoint(request), where, page).answer(200);
    }

    private static TagQuery query(String where) {
        try {
            return TagQuery.parse(where);
        } catch (IllegalArgumentException e) {
            throw StorageError.INVALID_QUERY_PARAMETER_VALUE.failure("Parameter: where.");
        }
    }
}
