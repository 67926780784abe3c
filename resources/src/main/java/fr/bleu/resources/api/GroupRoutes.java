package fr.bleu.resources.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import fr.bleu.resources.Deletions;
import fr.bleu.resources.Group;
import fr.bleu.resources.GroupId;
import fr.bleu.resources.Groups;
import fr.bleu.resources.Operation;
import fr.bleu.resources.Page;
import fr.bleu.resources.Permits;
import fr.bleu.resources.Subscription;
import fr.bleu.resources.Written;
import fr.bleu.trust.Action;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import fr.bleu.trust.Target;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** Resource groups, and the polling of their deletion. */
final class GroupRoutes {

    private static final String GROUPS = "/subscriptions/{subscription}/resourceGroups";
    private static final String GROUP = GROUPS + "/{group}";
    private static final String RETRY_SECONDS = "1";
    private static final Set<String> MEMBERS =
            Set.of("id", "name", "type", "location", "tags", "properties");

    private static final String NAME = "Microsoft.Resources/subscriptions/resourceGroups/";
    static final Action READ = Action.read(NAME + "read");
    private static final Action WRITE = Action.write(NAME + "write");
    private static final Action DELETE = Action.write(NAME + "delete");

    private final Groups groups;
    private final Deletions deletions;
    private final Permits permits;

    GroupRoutes(Groups groups, Deletions deletions, Permits permits) {
        this.groups = groups;
        this.deletions = deletions;
        this.permits = permits;
    }

    void addTo(ArmRoutes routes) {
        routes.needs("GET", GROUPS, READ, this::list)
                .needs("GET", GROUP, READ, this::get)
                .needs("HEAD", GROUP, READ, this::head)
                .needs("PUT", GROUP, WRITE, this::put)
                .needs("PATCH", GROUP, WRITE, this::patch)
                .needs("DELETE", GROUP, DELETE, this::delete)
                .authenticated(
                        "GET",
                        "/subscriptions/{subscription}/operationresults/{operation}",
                        "operations that it began, or of groups that it may read",
                        this::poll);
    }

    private Answer list(Call call) {
        Subscription subscription = call.subscription();
        permits.enter(call.caller(), READ, Target.of(call.tenant(), subscription.scope()));
        Predicate<Group> wanted = Filter.of(call.request()).<Group>test(ResourceFilter::ofGroup);
        Page<Group> page =
                groups.list(
                        subscription,
                        Lists.from(call.request()),
                        Lists.top(call.request()),
                        wanted.and(it -> permits.may(call.caller(), READ, target(call, it.id()))));
        return Lists.page(call.request(), page, GroupRoutes::shown);
    }

    private Answer get(Call call) {
        GroupId id = call.group();
        permits.permit(call.caller(), READ, target(call, id));
        return Json.answer(200, shown(groups.get(call.tenant(), id)));
    }

    private Answer head(Call call) {
        GroupId id = call.group();
        permits.permit(call.caller(), READ, target(call, id));
        return Answer.of(groups.find(call.tenant(), id).isPresent() ? 204 : 404);
    }

    private Answer put(Call call) {
        GroupId id = call.group();
        ObjectNode body = body(call);
        String location = Envelope.location(body).orElseThrow(Envelope::locationRequired);
        Map<String, String> tags = Envelope.tags(body).orElse(Map.of());
        Permit permit = permits.permit(call.caller(), WRITE, target(call, id).placed(location));
        return written(groups.put(permit, tags));
    }

    private Answer patch(Call call) {
        GroupId id = call.group();
        ObjectNode body = body(call);
        Permit permit = permits.permit(call.caller(), WRITE, target(call, id));
        Group group = groups.get(call.tenant(), id);
        Envelope.location(body).ifPresent(group::requireLocation);
        Map<String, String> tags = Envelope.tags(body).orElseGet(group::tags);
        return written(groups.retag(permit, tags));
    }

    /** The body, whose other members are those that answers have and that nobody can set. */
    private static ObjectNode body(Call call) {
        ObjectNode body = call.body();
        Envelope.refuseOthers(body, MEMBERS);
        if (body.get("properties") instanceof ObjectNode properties) {
            Envelope.refuseOthers(properties, Set.of("provisioningState"));
        }
        return body;
    }

    private Answer delete(Call call) {
        GroupId id = call.group();
        Permit permit = permits.permit(call.caller(), DELETE, target(call, id));
        Groups.Begun begun = groups.beginDelete(permit, call.caller());
        deletions.submit(call.tenant(), begun.operation());
        Answer accepted = accepted(call, begun.operation());
        return begun.receipt()
                .map(it -> accepted.with(Receipt.HEADER, it.header()))
                .orElse(accepted);
    }

    private Answer poll(Call call) {
        call.subscription();
        UUID id = call.guid("operation", "InvalidOperationId", "The operation id is no GUID.");
        Operation operation =
                deletions
                        .find(call.tenant(), id)
                        .filter(it -> it.group().subscription().equals(call.subscription().id()))
                        .orElseThrow(
                                () ->
                                        new Failure(
                                                404,
                                                "OperationNotFound",
                                                "There is no such operation."));
        if (!operation.caller().principal().equals(call.caller().principal())) {
            permits.permit(call.caller(), READ, target(call, operation.group()));
        }
        if (operation.finished().isEmpty()) {
            return accepted(call, id);
        }
        operation
                .error()
                .ifPresent(
                        it -> {
                            throw new Failure(409, it.code(), it.message());
                        });
        return Answer.of(200);
    }

    private static Answer accepted(Call call, UUID operation) {
        String version = ApiVersion.require(call.request());
        return Answer.of(202)
                .with(
                        "Location",
                        call.request().baseUrl()
                                + "/subscriptions/"
                                + call.subscription().id()
                                + "/operationresults/"
                                + operation
                                + "?api-version="
                                + version)
                .with("Retry-After", RETRY_SECONDS);
    }

    private static Answer written(Written<Group> written) {
        return Json.answer(written.created() ? 201 : 200, shown(written.value()))
                .with(Receipt.HEADER, written.receipt().header());
    }

    private static Target target(Call call, GroupId id) {
        return Target.of(call.tenant(), id.scope());
    }

    static ObjectNode shown(Group group) {
        ObjectNode shown =
                Json.object()
                        .put("id", group.id().path())
                        .put("name", group.id().name())
                        .put("type", "Microsoft.Resources/resourceGroups")
                        .put("location", group.location());
        ObjectNode tags = Json.object();
        group.tags().forEach(tags::put);
        shown.set("tags", tags);
        shown.set("properties", Json.object().put("provisioningState", group.provisioningState()));
        return shown;
    }
}
