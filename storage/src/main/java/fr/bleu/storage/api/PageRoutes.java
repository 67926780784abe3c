package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.storage.Actions;
import fr.bleu.storage.Blob;
import fr.bleu.storage.Changed;
import fr.bleu.storage.PageBlobs;
import fr.bleu.storage.PageRanges;
import fr.bleu.storage.Storage;
import fr.bleu.storage.StorageError;
import fr.bleu.trust.Permit;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/**
 * The operations on page blobs.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/put-page">Put Page</a>
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/get-page-ranges">Get Page
 *     Ranges</a>
 */
final class PageRoutes {
    private final RouteMaker maker;
    private final Storage storage;
    private final CopyOperations copies;
    private final PageBlobs blobs;
    private final PageRanges ranges;

    PageRoutes(RouteMaker maker, Storage storage, CopyOperations copies) {
        this.storage = storage;
        this.copies = copies;
        this.maker = maker;
        this.blobs = storage.pageBlobs();
        this.ranges = storage.pageRanges();
    }

    List<Route> routes() {
        return List.of(
                maker.blob("PUT", RouteMaker.comp("page"), Actions.WRITE_BLOB, this::putPage)
                        .withBodyLimit(PageBlobs.MAX_PUT_BYTES),
                maker.blob(
                        "GET",
                        RouteMaker.comp("pagelist"),
                        Actions.READ_BLOB,
                        carriedOut(PageRequests::getRanges)));
    }

    /** Put Blob of a page blob. */
    Answer create(Request request, Permit permit) throws IOException {
        return answer(PageRequests.create(request, storage.now()), permit);
    }

    /** Set Blob Properties: of those that only page blobs have, here. */
    RouteMaker.Handler properties(RouteMaker.Handler others) {
        return (request, permit) ->
                TypedHeaders.hasPages(request)
                        ? answer(PageRequests.setProperties(request), permit)
                        : others.answer(request, permit);
    }

    /** Put Page, and Put Page From URL. */
    private Answer putPage(Request request, Permit permit) throws IOException {
        return CopyKind.of(request) == CopyKind.PUT_PAGE
                ? copies.withSource(
                        request,
                        permit,
                        PageBlobs.MAX_PUT_BYTES,
                        body -> answer(PageRequests.fromUrl(request, body), permit))
                : answer(PageRequests.putPage(request), permit);
    }

    private RouteMaker.Handler carriedOut(Function<Request, PageRequest> parse) {
        return (request, permit) -> answer(parse.apply(request), permit);
    }

    private Answer answer(PageRequest operation, Permit permit) throws IOException {
        return switch (operation) {
            case PageRequest.Create op -> {
                Changed<Blob> created =
                        blobs.create(
                                permit,
                                op.headers(),
                                op.metadata(),
                                op.options(),
                                op.length(),
                                op.sequenceNumber(),
                                op.conditions());
                yield Operations.empty(201, Operations.written(created));
            }
            case PageRequest.Write op -> {
                PageBlobs.Put put =
                        blobs.write(permit, op.range(), op.body(), op.sequence(), op.conditions());
                yield Operations.empty(201, numbered(put.changed()).checksums(put.checksums()));
            }
            case PageRequest.Clear op -> {
                Changed<Blob> cleared =
                        blobs.clear(permit, op.range(), op.sequence(), op.conditions());
                yield Operations.empty(201, numbered(cleared));
            }
            case PageRequest.SetProperties op ->
                    Operations.changedBlob(
                            200, blobs.set(permit, op.properties(), op.conditions()));
            case PageRequest.GetRanges op -> {
                PageRanges.Listed listed = ranges.list(permit, op.wanted(), op.conditions());
                if (listed.next().isPresent() && !op.paged()) {
                    throw StorageError.OUT_OF_RANGE_INPUT.failure(
                            "There are too many ranges: list a part of the blob.");
                }
                yield PageListXml.answer(listed);
            }
        };
    }

    private static BlobHeaders numbered(Changed<Blob> changed) {
        return TypedHeaders.sequenceNumber(Operations.written(changed), changed.value());
    }
}
