package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.storage.Actions;
import fr.bleu.storage.BlobAccess;
import fr.bleu.storage.Changed;
import fr.bleu.storage.Conditions;
import fr.bleu.storage.Container;
import fr.bleu.storage.Deletions;
import fr.bleu.storage.Metadata;
import fr.bleu.storage.Moment;
import fr.bleu.storage.Snapshots;
import fr.bleu.storage.Stamp;
import fr.bleu.storage.Storage;
import fr.bleu.storage.StorageError;
import fr.bleu.trust.Action;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What makes, deletes and brings back earlier states of blobs, and deleted containers. */
final class PastRoutes {
    private final Storage storage;
    private final BlobAccess access;
    private final RouteMaker maker;

    PastRoutes(Storage storage, BlobAccess access, RouteMaker maker) {
        this.storage = storage;
        this.access = access;
        this.maker = maker;
    }

    List<Route> routes() {
        return List.of(
                maker.blob(
                        "DELETE",
                        RouteMaker.NONE,
                        Actions.DELETE_BLOB,
                        this::mayDelete,
                        this::delete),
                maker.blob(
                        "PUT",
                        RouteMaker.comp("snapshot"),
                        Actions.WRITE_BLOB,
                        this::mayCreate,
                        this::snapshot),
                maker.blob("PUT", RouteMaker.comp("undelete"), Actions.WRITE_BLOB, this::undelete),
                maker.container(
                        "PUT",
                        RouteMaker.ofContainer("undelete"),
                        Actions.WRITE_CONTAINER,
                        this::restore));
    }

    private Permit mayDelete(Request request, Caller caller) {
        Action action = Actions.DELETE_BLOB;
        if (request.query("deletetype").isPresent()) {
            action = Actions.DELETE_PERMANENTLY;
        } else if (request.query("versionid").filter(id -> !id.isEmpty()).isPresent()) {
            // An empty one is none, and then it is the blob itself that goes.
            action = Actions.DELETE_VERSION;
        }
        return access.blob(
                request.label(),
                caller,
                action,
                RouteMaker.containerName(request),
                RouteMaker.blobName(request));
    }

    /** A snapshot overwrites nothing, so that leave to create is enough. */
    private Permit mayCreate(Request request, Caller caller) {
        return access.put(
                request.label(),
                caller,
                RouteMaker.containerName(request),
                RouteMaker.blobName(request));
    }

    private Answer delete(Request request, Permit permit) {
        Moment moment = Moments.of(request);
        Conditions conditions = RequestHeaders.conditions(request);
        boolean permanently = permanently(request);
        Optional<String> snapshots = request.header("x-ms-delete-snapshots");
        boolean ofBlob = moment instanceof Moment.Now;
        if ((permanently && ofBlob) || (snapshots.isPresent() && !ofBlob)) {
            throw RequestHeaders.invalid("x-ms-delete-snapshots");
        }
        Deletions deletions = storage.deletions();
        Deletions.Deleted deleted =
                ofBlob
                        ? deletions.blob(permit, scope(snapshots), conditions)
                        : permanently
                                ? deletions.permanently(permit, moment, conditions)
                                : deletions.past(permit, moment, conditions);
        return Operations.empty(
                202,
                new BlobHeaders()
                        .receipt(deleted.receipt())
                        .add("x-ms-delete-type-permanent", Boolean.toString(deleted.permanent())));
    }

    private static boolean permanently(Request request) {
        Optional<String> type = request.query("deletetype");
        if (type.isPresent() && !type.get().equalsIgnoreCase("permanent")) {
            throw StorageError.INVALID_QUERY_PARAMETER_VALUE.failure("Parameter: deletetype.");
        }
        return type.isPresent();
    }

    private static Deletions.Scope scope(Optional<String> snapshots) {
        return switch (snapshots.orElse("").toLowerCase(Locale.ROOT)) {
            case "" -> Deletions.Scope.BLOB;
            case "include" -> Deletions.Scope.INCLUDE;
            case "only" -> Deletions.Scope.ONLY;
            default -> throw RequestHeaders.invalid("x-ms-delete-snapshots");
        };
    }

    private Answer snapshot(Request request, Permit permit) {
        Metadata metadata = RequestHeaders.metadata(request);
        Snapshots.Taken taken =
                storage.snapshots()
                        .take(
                                permit,
                                Optional.of(metadata).filter(own -> !own.values().isEmpty()),
                                RequestHeaders.conditions(request));
        BlobHeaders headers =
                new BlobHeaders()
                        .stamp(taken.snapshot().modified())
                        .add("x-ms-snapshot", taken.at().text())
                        .version(taken.base().value())
                        .receipt(taken.base().receipt())
                        .add(
                                "x-ms-request-server-encrypted",
                                Boolean.toString(EncryptionHeaders.isCustomers(request)));
        return Operations.empty(201, EncryptionHeaders.tell(headers, taken.snapshot()));
    }

    private Answer undelete(Request request, Permit permit) {
        RequestHeaders.requireNoConditions(request);
        Optional<Receipt> receipt = storage.undeletion().undelete(permit);
        BlobHeaders headers = new BlobHeaders();
        receipt.ifPresent(headers::receipt);
        return Operations.empty(200, headers);
    }

    private Answer restore(Request request, Permit permit) {
        RequestHeaders.requireNoConditions(request);
        String name = required(request, "x-ms-deleted-container-name");
        String version = required(request, "x-ms-deleted-container-version");
        if (!name.equals(RouteMaker.containerName(request))) {
            throw RequestHeaders.invalid("x-ms-deleted-container-name");
        }
        Changed<Container> restored = storage.containerRestore().restore(permit, time(version));
        return Operations.changed(201, restored);
    }

    private static String required(Request request, String name) {
        return request.header(name)
                .filter(value -> !value.isBlank())
                .orElseThrow(
                        () ->
                                StorageError.MISSING_REQUIRED_HEADER.failure(
                                        "Header: " + name + "."));
    }

    private static Stamp time(String version) {
        try {
            if (version.length() == 16) {
                return new Stamp(HexFormat.fromHexDigitsToLong(version));
            }
        } catch (IllegalArgumentException e) {
            throw StorageError.CONTAINER_NOT_FOUND.failure();
        }
        throw StorageError.CONTAINER_NOT_FOUND.failure();
    }
}
