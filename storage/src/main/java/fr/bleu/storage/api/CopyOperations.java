package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.storage.Actions;
import fr.bleu.storage.Blob;
import fr.bleu.storage.BlobType;
import fr.bleu.storage.BlockId;
import fr.bleu.storage.Blocks;
import fr.bleu.storage.Body;
import fr.bleu.storage.Changed;
import fr.bleu.storage.Checksums;
import fr.bleu.storage.Conditions;
import fr.bleu.storage.ContentHeaders;
import fr.bleu.storage.Copies;
import fr.bleu.storage.CopyPlan;
import fr.bleu.storage.CopyState;
import fr.bleu.storage.Storage;
import fr.bleu.storage.StorageError;
import fr.bleu.trust.Permit;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;

/**
 * Operations whose content comes from another blob: Put Blob and Put Block From URL, Copy Blob,
 * Copy Blob From URL, and Abort Copy Blob. All but the last share their routes with operations that
 * bring content along.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/copy-blob">Copy Blob</a>
 */
final class CopyOperations {
    private final Storage storage;
    private final CopySourcePermits sources;

    CopyOperations(Storage storage, CopySourcePermits sources) {
        this.storage = storage;
        this.sources = sources;
    }

    /** The route that is a copy's alone. */
    List<Route> routes(RouteMaker maker) {
        return List.of(maker.blob("PUT", RouteMaker.comp("copy"), Actions.WRITE_BLOB, this::abort));
    }

    /** Handles requests that name a source, and leaves others to {@code otherwise}. */
    RouteMaker.Handler orElse(RouteMaker.Handler otherwise) {
        return (request, permit) ->
                switch (CopyKind.of(request)) {
                    case NONE -> otherwise.answer(request, permit);
                    case COPY -> copy(request, permit);
                    case COPY_NOW -> copyNow(request, permit);
                    case PUT_BLOB -> putBlob(request, permit);
                    case PUT_BLOCK -> putBlock(request, permit);
                    case ABORT -> abort(request, permit);
                    case APPEND, PUT_PAGE -> otherwise.answer(request, permit);
                };
    }

    private Answer copy(Request request, Permit permit) throws IOException {
        Changed<Blob> changed =
                storage.backgroundCopies().start(permit, plan(request, permit, true, noHeaders()));
        return empty(202, copied(changed));
    }

    private Answer copyNow(Request request, Permit permit) throws IOException {
        Copies.Copied copied =
                storage.copies().copy(permit, plan(request, permit, true, noHeaders()));
        return empty(202, copied(copied.changed()).checksums(copied.checksums()));
    }

    private Answer putBlob(Request request, Permit permit) throws IOException {
        if (TypedHeaders.type(request) != BlobType.BLOCK) {
            throw RequestHeaders.invalid("x-ms-blob-type");
        }
        boolean fromSource = TypedHeaders.flag(request, "x-ms-copy-source-blob-properties", true);
        ContentHeaders headers = RequestHeaders.blobHeaders(request);
        CopyPlan plan = plan(request, permit, fromSource, fromSource ? headers : withType(headers));
        Copies.Copied put = storage.copies().put(permit, plan);
        return empty(201, Operations.written(put.changed()).checksums(put.checksums()));
    }

    private static ContentHeaders withType(ContentHeaders headers) {
        return new ContentHeaders(
                headers.type().isEmpty() ? ContentHeaders.DEFAULT_TYPE : headers.type(),
                headers.encoding(),
                headers.language(),
                headers.cacheControl(),
                headers.disposition(),
                headers.md5());
    }

    private Answer putBlock(Request request, Permit permit) throws IOException {
        Conditions conditions = RequestHeaders.onlyLease(request);
        BlockId id = BlobRequests.blockId(request);
        return withSource(
                request,
                permit,
                Blocks.MAX_BYTES,
                body -> put(storage.blocks().put(permit, id, body, conditions)));
    }

    /** What is done with a source's bytes. */
    interface Use {
        Answer of(Body body) throws IOException;
    }

    /** Uses the range of the source that the request names; there must be some bytes. */
    Answer withSource(Request request, Permit permit, long mostBytes, Use use) throws IOException {
        requireNoBody(request);
        CopySourcePermits.Source source = sources.find(request, permit);
        Body body =
                storage.copies()
                        .range(
                                source.permit(),
                                source.moment(),
                                RequestHeaders.sourceConditions(request),
                                Ranges.of(request, "x-ms-source-range"),
                                RequestHeaders.sourceChecksums(request));
        try (InputStream in = body.in()) {
            if (body.length() > mostBytes) {
                throw StorageError.REQUEST_BODY_TOO_LARGE.failure();
            }
            if (body.length() == 0) {
                throw StorageError.INVALID_RANGE.failure();
            }
            return use.of(body);
        }
    }

    private static Answer put(Blocks.Put put) {
        return empty(
                201,
                new BlobHeaders()
                        .receipt(put.receipt())
                        .checksums(put.checksums())
                        .writtenEncrypted());
    }

    private Answer abort(Request request, Permit permit) {
        Conditions conditions = RequestHeaders.onlyLease(request);
        String action =
                request.header("x-ms-copy-action")
                        .orElseThrow(
                                () ->
                                        StorageError.MISSING_REQUIRED_HEADER.failure(
                                                "Header: x-ms-copy-action."));
        if (!action.equalsIgnoreCase("abort")) {
            throw RequestHeaders.invalid("x-ms-copy-action");
        }
        Changed<Blob> aborted =
                storage.backgroundCopies().abort(permit, copyId(request), conditions);
        return empty(204, new BlobHeaders().receipt(aborted.receipt()));
    }

    private static UUID copyId(Request request) {
        String text =
                request.query("copyid")
                        .orElseThrow(
                                () ->
                                        StorageError.MISSING_REQUIRED_QUERY_PARAMETER.failure(
                                                "Parameter: copyid."));
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw StorageError.INVALID_QUERY_PARAMETER_VALUE.failure("Parameter: copyid.");
        }
    }

    private CopyPlan plan(
            Request request, Permit permit, boolean fromSource, ContentHeaders headers) {
        requireNoBody(request);
        CopySourcePermits.Source source = sources.find(request, permit);
        return new CopyPlan(
                source.permit(),
                source.moment(),
                source.address(),
                RequestHeaders.sourceConditions(request),
                fromSource,
                headers,
                RequestHeaders.metadata(request),
                PutHeaders.options(request, storage.now()),
                RequestHeaders.sourceChecksums(request),
                RequestHeaders.conditions(request));
    }

    private static void requireNoBody(Request request) {
        if (request.contentLength().orElse(0) != 0) {
            throw RequestHeaders.invalid("Content-Length");
        }
        // A checksum of nothing: whoever means the source's has a header for it.
        RequestHeaders.declared(request).requireOf(new byte[0]);
    }

    private static ContentHeaders noHeaders() {
        return new ContentHeaders("", "", "", "", "", Checksums.UNDECLARED.md5());
    }

    private static BlobHeaders copied(Changed<Blob> changed) {
        CopyState copy = changed.value().traits().copy().orElseThrow();
        BlobHeaders headers =
                new BlobHeaders()
                        .stamp(changed.value().modified())
                        .receipt(changed.receipt())
                        .version(changed.value());
        return EncryptionHeaders.tell(headers, changed.value())
                .add("x-ms-copy-id", copy.id().toString())
                .add("x-ms-copy-status", copy.status().text());
    }

    private static Answer empty(int status, BlobHeaders headers) {
        return new Answer(status, headers.done(), new Answer.Body.Empty());
    }
}
