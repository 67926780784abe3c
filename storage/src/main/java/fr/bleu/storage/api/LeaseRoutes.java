package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Route;
import fr.bleu.storage.Actions;
import fr.bleu.storage.Conditions;
import fr.bleu.storage.Lease;
import fr.bleu.storage.LeaseAction;
import fr.bleu.storage.Stamp;
import fr.bleu.storage.Storage;
import fr.bleu.trust.Receipt;
import java.util.List;
import java.util.Optional;

/**
 * Lease Blob and Lease Container.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/lease-container">Lease
 *     Container</a>
 */
final class LeaseRoutes {
    private final RouteMaker maker;
    private final Storage storage;

    LeaseRoutes(RouteMaker maker, Storage storage) {
        this.maker = maker;
        this.storage = storage;
    }

    List<Route> routes() {
        return List.of(
                maker.blob(
                        "PUT",
                        RouteMaker.comp("lease"),
                        Actions.WRITE_BLOB,
                        (request, permit) -> {
                            LeaseAction action = LeaseRequests.action(request);
                            Conditions conditions = RequestHeaders.conditions(request);
                            var leased = storage.leases().ofBlob(permit, action, conditions);
                            return answer(
                                    action,
                                    leased.value().traits().lease(),
                                    leased.value().modified(),
                                    leased.receipt());
                        }),
                maker.container(
                        "PUT",
                        RouteMaker.ofContainer("lease"),
                        Actions.WRITE_CONTAINER,
                        (request, permit) -> {
                            LeaseAction action = LeaseRequests.action(request);
                            Conditions conditions = BlobRequests.containerDates(request);
                            var leased = storage.leases().ofContainer(permit, action, conditions);
                            return answer(
                                    action,
                                    leased.value().traits().lease(),
                                    leased.value().modified(),
                                    leased.receipt());
                        }));
    }

    private Answer answer(
            LeaseAction action, Optional<Lease> lease, Stamp modified, Receipt receipt) {
        BlobHeaders headers = new BlobHeaders().stamp(modified).receipt(receipt);
        switch (action) {
            case LeaseAction.Acquire _, LeaseAction.Renew _, LeaseAction.Change _ ->
                    headers.add("x-ms-lease-id", lease.orElseThrow().id().toString());
            case LeaseAction.Break _ ->
                    headers.add(
                            "x-ms-lease-time",
                            Integer.toString(storage.leases().secondsLeft(lease.orElseThrow())));
            case LeaseAction.Release _ -> {
                // No lease is left to tell of.
            }
        }
        return new Answer(status(action), headers.done(), new Answer.Body.Empty());
    }

    private static int status(LeaseAction action) {
        return switch (action) {
            case LeaseAction.Acquire _ -> 201;
            case LeaseAction.Renew _, LeaseAction.Change _, LeaseAction.Release _ -> 200;
            case LeaseAction.Break _ -> 202;
        };
    }
}
