package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.storage.Actions;
import fr.bleu.storage.Conditions;
import fr.bleu.storage.Immutability;
import fr.bleu.storage.Storage;
import fr.bleu.storage.StorageError;
import fr.bleu.trust.Permit;
import java.util.List;

/**
 * Set and Delete Blob Immutability Policy, Set Blob Legal Hold, of snapshots and versions, too.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/set-blob-legal-hold">Set Blob
 *     Legal Hold</a>
 */
final class HoldRoutes {
    private static final String POLICIES = "immutabilityPolicies";

    private final RouteMaker maker;
    private final Storage storage;

    HoldRoutes(RouteMaker maker, Storage storage) {
        this.maker = maker;
        this.storage = storage;
    }

    List<Route> routes() {
        return List.of(
                maker.blob("PUT", RouteMaker.comp(POLICIES), Actions.HOLD_BLOBS, this::setPolicy),
                maker.blob(
                        "DELETE",
                        RouteMaker.comp(POLICIES),
                        Actions.HOLD_BLOBS,
                        this::deletePolicy),
                maker.blob("PUT", RouteMaker.comp("legalhold"), Actions.HOLD_BLOBS, this::setHold));
    }

    private Answer setPolicy(Request request, Permit permit) {
        Immutability policy =
                HoldHeaders.policy(request, storage.now())
                        .orElseThrow(() -> missing(HoldHeaders.UNTIL));
        var changed =
                storage.blobHolds()
                        .setPolicy(permit, Moments.of(request), policy, unmodifiedSince(request));
        return done(
                new BlobHeaders()
                        .add(HoldHeaders.UNTIL, policy.until().httpDate())
                        .add(HoldHeaders.MODE, policy.mode())
                        .receipt(changed.receipt()));
    }

    private Answer deletePolicy(Request request, Permit permit) {
        RequestHeaders.requireNoConditions(request);
        var changed = storage.blobHolds().deletePolicy(permit, Moments.of(request));
        return done(new BlobHeaders().receipt(changed.receipt()));
    }

    private Answer setHold(Request request, Permit permit) {
        RequestHeaders.requireNoConditions(request);
        boolean held =
                HoldHeaders.legalHold(request).orElseThrow(() -> missing(HoldHeaders.LEGAL_HOLD));
        var changed = storage.blobHolds().setLegalHold(permit, Moments.of(request), held);
        return done(
                new BlobHeaders()
                        .add(HoldHeaders.LEGAL_HOLD, Boolean.toString(held))
                        .receipt(changed.receipt()));
    }

    /** If-Unmodified-Since is the one condition that Set Blob Immutability Policy has. */
    private static Conditions unmodifiedSince(Request request) {
        Conditions conditions = RequestHeaders.conditions(request);
        boolean others =
                !conditions.ifMatch().isEmpty()
                        || !conditions.ifNoneMatch().isEmpty()
                        || conditions.ifModifiedSince().isPresent()
                        || conditions.ifTags().isPresent();
        if (others) {
            throw StorageError.CONDITION_HEADERS_NOT_SUPPORTED.failure();
        }
        RequestHeaders.requireNoLease(conditions);
        return conditions;
    }

    private static fr.bleu.http.Failure missing(String header) {
        return StorageError.MISSING_REQUIRED_HEADER.failure("Header: " + header + ".");
    }

    private static Answer done(BlobHeaders headers) {
        return new Answer(200, headers.done(), new Answer.Body.Empty());
    }
}
