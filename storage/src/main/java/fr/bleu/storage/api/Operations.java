package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Headers;
import fr.bleu.http.Request;
import fr.bleu.storage.Blob;
import fr.bleu.storage.Blobs;
import fr.bleu.storage.BlockLists;
import fr.bleu.storage.Blocks;
import fr.bleu.storage.Changed;
import fr.bleu.storage.Checksums;
import fr.bleu.storage.Container;
import fr.bleu.storage.Moment;
import fr.bleu.storage.Storage;
import fr.bleu.storage.StorageError;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Permit;
import java.io.IOException;

/** Calls the domain for a parsed and permitted operation, and words its answer. */
final class Operations {
    private final Storage storage;
    private final Downloads downloads;

    Operations(Storage storage) {
        this.storage = storage;
        this.downloads = new Downloads(storage);
    }

    Answer answer(BlobRequest operation, Permit permit, Request request) throws IOException {
        return switch (operation) {
            case BlobRequest.ListContainers op ->
                    ListXml.containers(
                                    endpoint(request),
                                    op,
                                    storage.containerListing().list(permit, op.wanted()),
                                    storage.now())
                            .answer(200);
            case BlobRequest.CreateContainer op ->
                    changed(
                            201,
                            storage.containers()
                                    .create(
                                            permit,
                                            op.metadata(),
                                            op.level(),
                                            false,
                                            op.encryption()));
            case BlobRequest.GetContainer op ->
                    empty(
                            200,
                            new BlobHeaders()
                                    .container(
                                            storage.containers().get(permit, op.conditions()),
                                            storage.now()));
            case BlobRequest.SetContainerMetadata op ->
                    changed(
                            200,
                            storage.containers()
                                    .setMetadata(permit, op.metadata(), op.conditions()));
            case BlobRequest.DeleteContainer op -> {
                var deleted = storage.containers().delete(permit, op.conditions());
                yield empty(202, new BlobHeaders().receipt(deleted.receipt()));
            }
            case BlobRequest.ListBlobs op ->
                    ListXml.blobs(
                                    endpoint(request),
                                    request.path("container"),
                                    op,
                                    storage.blobListing().list(permit, op.wanted()),
                                    shownKeys(permit),
                                    storage.now())
                            .answer(200);
            case BlobRequest.PutBlob op -> putBlob(op, permit);
            case BlobRequest.GetBlob op ->
                    downloads.get(
                            op,
                            permit,
                            Moments.of(request),
                            SasOverrides.of(request, permit.caller()));
            case BlobRequest.GetProperties op ->
                    downloads.head(
                            op,
                            permit,
                            Moments.of(request),
                            SasOverrides.of(request, permit.caller()));
            case BlobRequest.GetMetadata op -> {
                Blob blob =
                        storage.blobs()
                                .properties(permit, Moments.of(request), op.conditions())
                                .blob();
                yield empty(
                        200,
                        new BlobHeaders()
                                .stamp(blob.modified())
                                .metadata(blob.metadata())
                                .version(blob));
            }
            case BlobRequest.SetProperties op ->
                    changedBlob(
                            200, storage.blobs().setHeaders(permit, op.headers(), op.conditions()));
            case BlobRequest.SetMetadata op -> {
                Changed<Blob> changed =
                        storage.blobs().setMetadata(permit, op.metadata(), op.conditions());
                yield empty(200, written(changed));
            }
            case BlobRequest.PutBlock op -> putBlock(op, permit);
            case BlobRequest.PutBlockList op -> {
                Changed<Blob> changed =
                        storage.blockLists()
                                .commit(
                                        permit,
                                        op.blocks(),
                                        op.headers(),
                                        op.metadata(),
                                        op.options(),
                                        op.conditions());
                yield empty(201, written(changed));
            }
            case BlobRequest.GetBlockList op -> getBlockList(op, permit, Moments.of(request));
        };
    }

    private ListXml.ShownKeys shownKeys(Permit permit) {
        return encryption ->
                storage.contentKeys()
                        .shownSha256(permit.target().tenant(), permit.target().owner(), encryption);
    }

    private Answer putBlob(BlobRequest.PutBlob op, Permit permit) throws IOException {
        Blobs.Put put =
                storage.blobs()
                        .put(
                                permit,
                                op.headers(),
                                op.metadata(),
                                op.options(),
                                op.body(),
                                op.conditions());
        return empty(201, written(put.changed()).checksums(put.checksums()));
    }

    /** Content-MD5 comes back only if it was sent, else the CRC-64 does. */
    private Answer putBlock(BlobRequest.PutBlock op, Permit permit) throws IOException {
        Blocks.Put put = storage.blocks().put(permit, op.id(), op.body(), op.conditions());
        Checksums checksums = put.checksums();
        return empty(
                201,
                new BlobHeaders().receipt(put.receipt()).checksums(checksums).writtenEncrypted());
    }

    private Answer getBlockList(BlobRequest.GetBlockList op, Permit permit, Moment moment) {
        // Everybody reads what is committed of an open blob.
        if (op.uncommitted() && permit.caller() instanceof Caller.Anonymous) {
            throw StorageError.AUTHORIZATION_PERMISSION_MISMATCH.failure();
        }
        BlockLists.Listed listed =
                switch (moment) {
                    case Moment.Now now -> storage.blockLists().list(permit, op.conditions());
                    case Moment.Snapshot snapshot ->
                            storage.blockLists().list(permit, snapshot, op.conditions());
                    case Moment.Version version ->
                            throw StorageError.UNSUPPORTED_QUERY_PARAMETER.failure(
                                    "Parameter: versionid.");
                };
        Answer xml = BlockListXml.write(listed, op).answer(200);
        BlobHeaders headers = new BlobHeaders();
        listed.blob()
                .ifPresent(
                        blob ->
                                headers.stamp(blob.modified())
                                        .add(
                                                "x-ms-blob-content-length",
                                                Long.toString(blob.length())));
        return new Answer(200, xml.headers().with(headers.done()), xml.body());
    }

    static BlobHeaders written(Changed<Blob> changed) {
        BlobHeaders headers =
                new BlobHeaders()
                        .stamp(changed.value().modified())
                        .version(changed.value())
                        .receipt(changed.receipt())
                        .writtenEncrypted();
        return EncryptionHeaders.tell(headers, changed.value());
    }

    static Answer changedBlob(int status, Changed<Blob> changed) {
        BlobHeaders headers =
                new BlobHeaders().stamp(changed.value().modified()).receipt(changed.receipt());
        return empty(status, TypedHeaders.sequenceNumber(headers, changed.value()));
    }

    static Answer changed(int status, Changed<Container> changed) {
        return empty(
                status,
                new BlobHeaders().stamp(changed.value().modified()).receipt(changed.receipt()));
    }

    static Answer empty(int status, BlobHeaders headers) {
        Headers done = headers.done();
        return new Answer(status, done, new Answer.Body.Empty());
    }

    /** The account's own address, as the client used it. */
    static String endpoint(Request request) {
        String account = request.label() + (request.secondary() ? "-secondary" : "");
        return request.baseUrl() + "/" + (request.pathStyle() ? account + "/" : "");
    }
}
