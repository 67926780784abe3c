package fr.bleu.resources;

import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import fr.bleu.trust.Records;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Which providers a subscription may use. */
public final class Registrations {

    private static final byte[] REGISTERED = {1};

    private final Records records;
    private final Commits commits;

    Registrations(Records records, Commits commits) {
        this.records = records;
        this.commits = commits;
    }

    /** Whether the subscription may use the provider. */
    public boolean isRegistered(UUID tenant, UUID subscription, String namespace) {
        return Catalogue.BUILT_IN.stream().anyMatch(namespace::equalsIgnoreCase)
                || records.get(key(tenant, subscription, namespace)).isPresent();
    }

    /**
     * The check that the subscription may use the provider.
     *
     * @throws ArmFailure 409 {@code MissingSubscriptionRegistration}, upon which clients register
     */
    public Check require(UUID tenant, UUID subscription, String namespace) {
        return records.get(key(tenant, subscription, namespace))
                .map(Stored::unchanged)
                .orElseThrow(() -> missing(namespace));
    }

    /** Registers; empty if it was registered already. */
    public Optional<Receipt> register(Permit permit, UUID subscription, String namespace) {
        Key key = key(permit.target().tenant(), subscription, namespace);
        if (records.get(key).isPresent()) {
            return Optional.empty();
        }
        Draft draft = new Draft().put(key, REGISTERED.clone()).detail("namespace", namespace);
        return Optional.of(committed(commits.commit(permit, draft)));
    }

    /**
     * Unregisters; empty if it was not registered.
     *
     * @throws Failure 409 while the subscription has resources of the provider
     */
    public Optional<Receipt> unregister(Permit permit, UUID subscription, String namespace) {
        UUID tenant = permit.target().tenant();
        Optional<Stored> stored = records.get(key(tenant, subscription, namespace));
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        if (hasResources(tenant, subscription, namespace)) {
            throw new Failure(
                    409,
                    "CannotUnregisterResourceProvider",
                    "The subscription still has resources of the provider '" + namespace + "'.");
        }
        Draft draft =
                new Draft()
                        .check(stored.get().unchanged())
                        .delete(stored.get().key())
                        .detail("namespace", namespace);
        return Optional.of(committed(commits.commit(permit, draft)));
    }

    private boolean hasResources(UUID tenant, UUID subscription, String namespace) {
        Key all = Key.of(tenant, Tables.RESOURCES).id(subscription);
        Optional<byte[]> from = Optional.empty();
        do {
            Page<Boolean> page =
                    Page.scan(
                            records,
                            all,
                            from,
                            1,
                            stored ->
                                    ResourceFormat.read(stored)
                                                    .id()
                                                    .namespace()
                                                    .equalsIgnoreCase(namespace)
                                            ? Optional.of(true)
                                            : Optional.empty());
            if (!page.items().isEmpty()) {
                return true;
            }
            from = page.next();
        } while (from.isPresent());
        return false;
    }

    private static Receipt committed(CommitResult result) {
        return switch (result) {
            case CommitResult.Committed committed -> committed.receipt();
            case CommitResult.Conflict _ ->
                    throw new Failure(
                            409, "Conflict", "The registration was changed by another request.");
        };
    }

    private static ArmFailure missing(String namespace) {
        String code = "MissingSubscriptionRegistration";
        // Clients take the namespace from between the last pair of quotes.
        String message =
                "The subscription is not registered to use namespace '"
                        + namespace
                        + "'. Register it with POST"
                        + " /subscriptions/{id}/providers/{namespace}/register.";
        ObjectNode error = Json.object().put("code", code).put("message", message);
        error.set(
                "details",
                Json.array()
                        .add(
                                Json.object()
                                        .put("code", code)
                                        .put("target", namespace)
                                        .put("message", message)));
        return new ArmFailure(409, error);
    }

    private static Key key(UUID tenant, UUID subscription, String namespace) {
        return Key.of(tenant, Tables.REGISTRATIONS)
                .id(subscription)
                .text(namespace.toLowerCase(Locale.ROOT));
    }
}
