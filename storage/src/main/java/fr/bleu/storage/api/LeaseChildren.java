package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Json;
import fr.bleu.http.Request;
import fr.bleu.resources.ChildRoute;
import fr.bleu.resources.Resource;
import fr.bleu.storage.Actions;
import fr.bleu.storage.Changed;
import fr.bleu.storage.Conditions;
import fr.bleu.storage.Container;
import fr.bleu.storage.Lease;
import fr.bleu.storage.LeaseAction;
import fr.bleu.storage.Storage;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST …/containers/{container}/lease}.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storagerp/blob-containers/lease">Blob
 *     Containers - Lease</a>
 */
final class LeaseChildren {
    private final Storage storage;

    LeaseChildren(Storage storage) {
        this.storage = storage;
    }

    List<ChildRoute> routes() {
        return List.of(
                new ChildRoute(
                        "POST",
                        ContainerChildren.SCOPE,
                        "lease",
                        Actions.LEASE_CONTAINER,
                        this::lease));
    }

    private Answer lease(Permit permit, Resource resource, ObjectNode content, Request request) {
        RouteMaker.containerName(request);
        Members body = Members.of(content);
        LeaseAction action = action(body);
        Changed<Container> leased = storage.leases().ofContainer(permit, action, Conditions.NONE);
        Optional<Lease> lease = leased.value().traits().lease();
        ObjectNode shown = Json.object();
        if (action instanceof LeaseAction.Break) {
            shown.put(
                    "leaseTimeSeconds",
                    Integer.toString(storage.leases().secondsLeft(lease.orElseThrow())));
        } else {
            lease.ifPresent(it -> shown.put("leaseId", it.id().toString()));
        }
        return Json.answer(200, shown).with(Receipt.HEADER, leased.receipt().header());
    }

    /** A break needs no lease id and is whoever's, as with Lease Container. */
    private static LeaseAction action(Members body) {
        String name = body.text("action").orElseThrow(() -> body.invalid("action"));
        LeaseAction action =
                switch (name.toLowerCase(Locale.ROOT)) {
                    case "acquire" ->
                            new LeaseAction.Acquire(duration(body), id(body, "proposedLeaseId"));
                    case "renew" -> new LeaseAction.Renew(required(body, "leaseId"));
                    case "change" ->
                            new LeaseAction.Change(
                                    required(body, "leaseId"), required(body, "proposedLeaseId"));
                    case "release" -> new LeaseAction.Release(required(body, "leaseId"));
                    case "break" -> {
                        id(body, "leaseId");
                        yield new LeaseAction.Break(period(body));
                    }
                    default -> throw body.invalid("action");
                };
        body.end();
        return action;
    }

    private static int duration(Members body) {
        int seconds = body.number("leaseDuration").orElseThrow(() -> body.invalid("leaseDuration"));
        boolean finite = seconds >= LeaseAction.MIN_SECONDS && seconds <= LeaseAction.MAX_SECONDS;
        if (!finite && seconds != Lease.INFINITE) {
            throw body.invalid("leaseDuration");
        }
        return seconds;
    }

    private static Optional<Integer> period(Members body) {
        Optional<Integer> seconds = body.number("breakPeriod");
        if (seconds.filter(it -> it < 0 || it > LeaseAction.MAX_SECONDS).isPresent()) {
            throw body.invalid("breakPeriod");
        }
        return seconds;
    }

    private static UUID required(Members body, String name) {
        return id(body, name).orElseThrow(() -> body.invalid(name));
    }

    private static Optional<UUID> id(Members body, String name) {
        try {
            return body.text(name).map(UUID::fromString);
        } catch (IllegalArgumentException e) {
            throw body.invalid(name);
        }
    }
}
