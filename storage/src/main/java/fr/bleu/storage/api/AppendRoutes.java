package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.storage.Actions;
import fr.bleu.storage.AppendBlobs;
import fr.bleu.storage.Blob;
import fr.bleu.storage.BlobAccess;
import fr.bleu.storage.Changed;
import fr.bleu.storage.Storage;
import fr.bleu.trust.Permit;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/**
 * The operations on append blobs.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/append-block">Append Block</a>
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/append-blob-seal">Append Blob
 *     Seal</a>
 */
final class AppendRoutes {
    private final RouteMaker maker;
    private final BlobAccess access;
    private final Storage storage;
    private final CopyOperations copies;
    private final AppendBlobs blobs;

    AppendRoutes(RouteMaker maker, BlobAccess access, Storage storage, CopyOperations copies) {
        this.storage = storage;
        this.copies = copies;
        this.maker = maker;
        this.access = access;
        this.blobs = storage.appendBlobs();
    }

    List<Route> routes() {
        return List.of(
                maker.blob(
                                "PUT",
                                RouteMaker.comp("appendblock"),
                                Actions.WRITE_BLOB,
                                (request, caller) ->
                                        access.append(
                                                request.label(),
                                                caller,
                                                RouteMaker.containerName(request),
                                                RouteMaker.blobName(request)),
                                this::appendBlock)
                        .withBodyLimit(AppendBlobs.MAX_BLOCK_BYTES),
                maker.blob(
                        "PUT",
                        RouteMaker.comp("seal"),
                        Actions.WRITE_BLOB,
                        carriedOut(AppendRequest.Seal::of)));
    }

    /** Put Blob of an append blob. */
    Answer create(Request request, Permit permit) throws IOException {
        return answer(AppendRequest.Create.of(request, storage.now()), permit);
    }

    /** Append Block, and Append Block From URL. */
    private Answer appendBlock(Request request, Permit permit) throws IOException {
        return CopyKind.of(request) == CopyKind.APPEND
                ? copies.withSource(
                        request,
                        permit,
                        AppendRequest.Append.maxBytes(request),
                        body -> answer(AppendRequest.Append.of(request, body), permit))
                : answer(AppendRequest.Append.of(request), permit);
    }

    private RouteMaker.Handler carriedOut(Function<Request, AppendRequest> parse) {
        return (request, permit) -> answer(parse.apply(request), permit);
    }

    private Answer answer(AppendRequest operation, Permit permit) throws IOException {
        return switch (operation) {
            case AppendRequest.Create op ->
                    Operations.empty(
                            201,
                            Operations.written(
                                    blobs.create(
                                            permit,
                                            op.headers(),
                                            op.metadata(),
                                            op.options(),
                                            op.conditions())));
            case AppendRequest.Append op -> append(op, permit);
            case AppendRequest.Seal op -> {
                Changed<Blob> sealed = blobs.seal(permit, op.appending(), op.conditions());
                yield Operations.empty(
                        200,
                        new BlobHeaders()
                                .stamp(sealed.value().modified())
                                .receipt(sealed.receipt())
                                .add("x-ms-blob-sealed", "true"));
            }
        };
    }

    private Answer append(AppendRequest.Append op, Permit permit) throws IOException {
        AppendBlobs.Put put = blobs.append(permit, op.body(), op.appending(), op.conditions());
        return Operations.empty(
                201,
                Operations.written(put.changed())
                        .checksums(put.checksums())
                        .add("x-ms-blob-append-offset", Long.toString(put.offset()))
                        .add("x-ms-blob-committed-block-count", Integer.toString(put.blocks())));
    }
}
