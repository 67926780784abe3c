package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.storage.AccessTier;
import fr.bleu.storage.Actions;
import fr.bleu.storage.Blob;
import fr.bleu.storage.Changed;
import fr.bleu.storage.Storage;
import fr.bleu.storage.StorageError;
import fr.bleu.trust.Permit;
import java.util.List;
import java.util.Optional;

/** Set Blob Tier, of snapshots and versions, too. */
final class TierRoutes {
    static final String PRIORITY = "x-ms-rehydrate-priority";

    private final RouteMaker maker;
    private final Storage storage;

    TierRoutes(RouteMaker maker, Storage storage) {
        this.maker = maker;
        this.storage = storage;
    }

    List<Route> routes() {
        return List.of(maker.blob("PUT", RouteMaker.comp("tier"), Actions.WRITE_BLOB, this::set));
    }

    private Answer set(Request request, Permit permit) {
        AccessTier.Tier tier =
                PutHeaders.tier(request)
                        .orElseThrow(
                                () ->
                                        StorageError.MISSING_REQUIRED_HEADER.failure(
                                                "Header: x-ms-access-tier."));
        Changed<Blob> changed =
                storage.tiers()
                        .set(
                                permit,
                                Moments.of(request),
                                tier,
                                priority(request),
                                RequestHeaders.onlyLeaseAndTags(request));
        boolean underWay =
                changed.value().traits().tier().flatMap(AccessTier::rehydration).isPresent();
        BlobHeaders headers = new BlobHeaders().receipt(changed.receipt());
        return new Answer(underWay ? 202 : 200, headers.done(), new Answer.Body.Empty());
    }

    private static Optional<AccessTier.Priority> priority(Request request) {
        return request.header(PRIORITY)
                .map(
                        text ->
                                AccessTier.Priority.of(text)
                                        .orElseThrow(() -> RequestHeaders.invalid(PRIORITY)));
    }
}
