package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Json;
import fr.bleu.http.Request;
import fr.bleu.resources.ChildRoute;
import fr.bleu.resources.Resource;
import fr.bleu.resources.ResourceAction;
import fr.bleu.storage.Actions;
import fr.bleu.storage.Changed;
import fr.bleu.storage.Conditions;
import fr.bleu.storage.Container;
import fr.bleu.storage.ContainerImmutability;
import fr.bleu.storage.ContainerPolicy;
import fr.bleu.storage.Storage;
import fr.bleu.storage.StorageError;
import fr.bleu.trust.Action;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A container's legal holds and its immutability policy.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storagerp/blob-containers/create-or-update-immutability-policy">Blob
 *     Containers - Create Or Update Immutability Policy</a>
 */
final class HoldChildren {
    private static final String POLICY = "immutabilityPolicies/default";
    private static final String DAYS = "immutabilityPeriodSinceCreationInDays";

    private final Storage storage;

    HoldChildren(Storage storage) {
        this.storage = storage;
    }

    List<ChildRoute> routes() {
        return List.of(
                route("POST", "setLegalHold", Actions.SET_LEGAL_HOLD, this::setHolds),
                route("POST", "clearLegalHold", Actions.CLEAR_LEGAL_HOLD, this::clearHolds),
                route("GET", POLICY, Actions.READ_POLICY, this::get),
                route("PUT", POLICY, Actions.WRITE_POLICY, this::put),
                route("DELETE", POLICY, Actions.DELETE_POLICY, this::delete),
                route("POST", POLICY + "/lock", Actions.LOCK_POLICY, this::lock),
                route("POST", POLICY + "/extend", Actions.EXTEND_POLICY, this::extend));
    }

    /** A route to a container, whose name must be in order. */
    private static ChildRoute route(
            String method, String below, Action action, ResourceAction.Body body) {
        return new ChildRoute(
                method,
                ContainerChildren.SCOPE,
                below,
                action,
                (permit, resource, content, request) -> {
                    RouteMaker.containerName(request);
                    return body.answer(permit, resource, content, request);
                });
    }

    private Answer setHolds(Permit permit, Resource resource, ObjectNode content, Request request) {
        return holds(storage.containerPolicies().setHolds(permit, tags(content)));
    }

    private Answer clearHolds(
            Permit permit, Resource resource, ObjectNode content, Request request) {
        return holds(storage.containerPolicies().clearHolds(permit, tags(content)));
    }

    /** Tags are kept in lower case, as in Azure. */
    private static List<String> tags(ObjectNode content) {
        Members body = Members.of(content).readOnly("hasLegalHold");
        List<String> tags = body.texts("tags", ContainerImmutability.MAX_HOLDS);
        body.only("allowProtectedAppendWritesAll", "false").end();
        if (tags.isEmpty()) {
            throw body.invalid("tags");
        }
        return tags.stream().map(it -> it.toLowerCase(Locale.ROOT)).toList();
    }

    private static Answer holds(Changed<Container> changed) {
        var holds = changed.value().traits().immutability().holds();
        ObjectNode shown = Json.object().put("hasLegalHold", !holds.isEmpty());
        ArrayNode tags = shown.putArray("tags");
        holds.forEach(it -> tags.add(it.tag()));
        return Json.answer(200, shown).with(Receipt.HEADER, changed.receipt().header());
    }

    private Answer get(Permit permit, Resource resource, ObjectNode content, Request request) {
        return policy(resource, storage.containers().get(permit, Conditions.NONE));
    }

    private Answer put(Permit permit, Resource resource, ObjectNode content, Request request) {
        int days = days(content);
        return policy(
                resource,
                storage.containerPolicies().set(permit, days, request.header("If-Match")));
    }

    private Answer delete(Permit permit, Resource resource, ObjectNode content, Request request) {
        return policy(resource, storage.containerPolicies().delete(permit, etag(request)));
    }

    private Answer lock(Permit permit, Resource resource, ObjectNode content, Request request) {
        Members.of(content).end();
        return policy(resource, storage.containerPolicies().lock(permit, etag(request)));
    }

    private Answer extend(Permit permit, Resource resource, ObjectNode content, Request request) {
        int days = days(content);
        return policy(resource, storage.containerPolicies().extend(permit, days, etag(request)));
    }

    /** The ETag that whoever changes a policy for good must know. */
    private static Optional<String> etag(Request request) {
        Optional<String> etag = request.header("If-Match");
        if (etag.isEmpty()) {
            throw StorageError.CONTAINER_IMMUTABILITY_POLICY_FAILURE.failure();
        }
        return etag;
    }

    private static int days(ObjectNode content) {
        Members body = Members.of(content).readOnly("id", "name", "type", "etag");
        Members properties = body.group("properties");
        body.end();
        int days = properties.number(DAYS).orElseThrow(() -> properties.invalid(DAYS));
        properties
                .readOnly("state")
                .only("allowProtectedAppendWrites", "false")
                .only("allowProtectedAppendWritesAll", "false")
                .end();
        return days;
    }

    private static Answer policy(Resource resource, Changed<Container> changed) {
        return policy(resource, changed.value()).with(Receipt.HEADER, changed.receipt().header());
    }

    /** No policy is shown as one of no days, as Azure does. */
    private static Answer policy(Resource resource, Container container) {
        Optional<ContainerPolicy> policy = container.traits().immutability().policy();
        String etag = policy.map(it -> it.modified().etag()).orElse("");
        ObjectNode shown =
                Json.object()
                        .put("id", ContainerJson.id(resource, container.name()) + "/" + POLICY)
                        .put("name", "default")
                        .put("type", ContainerJson.TYPE + "/immutabilityPolicies")
                        .put("etag", etag);
        shown.putObject("properties")
                .put(DAYS, policy.map(ContainerPolicy::days).orElse(0))
                .put(
                        "state",
                        policy.filter(ContainerPolicy::locked).isPresent() ? "Locked" : "Unlocked");
        Answer answer = Json.answer(200, shown);
        return etag.isEmpty() ? answer : answer.with("ETag", etag);
    }
}
