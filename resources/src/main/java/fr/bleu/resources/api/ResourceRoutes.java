package fr.bleu.resources.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import fr.bleu.resources.ChildRoute;
import fr.bleu.resources.GroupId;
import fr.bleu.resources.Groups;
import fr.bleu.resources.Page;
import fr.bleu.resources.Permits;
import fr.bleu.resources.RegionUsage;
import fr.bleu.resources.Resource;
import fr.bleu.resources.ResourceAction;
import fr.bleu.resources.ResourceHandler;
import fr.bleu.resources.ResourceId;
import fr.bleu.resources.ResourceService;
import fr.bleu.resources.ResourceType;
import fr.bleu.resources.Subscription;
import fr.bleu.resources.Written;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** The routes of one type: its lists, its resources, their POST actions. */
final class ResourceRoutes {

    private final ResourceHandler handler;
    private final ResourceType type;
    private final ResourceService resources;
    private final Groups groups;
    private final Permits permits;
    private final RegionUsage usage;
    private final Supplier<UUID> ids;

    ResourceRoutes(
            ResourceHandler handler,
            ResourceService resources,
            Groups groups,
            Permits permits,
            RegionUsage usage,
            Supplier<UUID> ids) {
        this.handler = handler;
        this.type = handler.type();
        this.resources = resources;
        this.groups = groups;
        this.permits = permits;
        this.usage = usage;
        this.ids = ids;
    }

    void addTo(ArmRoutes routes) {
        String below = "/providers/" + type.fullName();
        String group = "/subscriptions/{subscription}/resourceGroups/{group}" + below;
        String one = group + "/{name}";
        routes.needs(
                        "GET",
                        "/subscriptions/{subscription}" + below,
                        type.read(),
                        call -> list(call, Optional.empty()))
                .needs("GET", group, type.read(), call -> list(call, Optional.of(call.group())))
                .needs("GET", one, type.read(), this::get)
                .needs("HEAD", one, type.read(), this::head)
                .needs("PUT", one, type.write(), call -> write(call, false))
                .needs("PATCH", one, type.write(), call -> write(call, true))
                .needs("DELETE", one, type.delete(), this::delete);
        for (ResourceAction action : handler.actions()) {
            routes.needs(
                    "POST", one + "/" + action.name(), action.action(), call -> act(call, action));
        }
        for (ChildRoute child : handler.children()) {
            routes.needs(
                    child.method(),
                    one + "/" + child.path(),
                    child.action(),
                    call -> child(call, child));
        }
    }

    private Answer list(Call call, Optional<GroupId> group) {
        Subscription subscription = call.subscription();
        Scope scope = group.map(GroupId::scope).orElseGet(subscription::scope);
        permits.enter(call.caller(), type.read(), Target.of(call.tenant(), scope));
        group.ifPresent(it -> groups.get(call.tenant(), it));
        Page<Resource> page =
                resources.list(
                        subscription,
                        group,
                        Lists.from(call.request()),
                        Lists.top(call.request()),
                        it ->
                                it.id().fullType().equalsIgnoreCase(type.fullName())
                                        && permits.may(
                                                call.caller(), type.read(), target(call, it)));
        return Lists.page(call.request(), page, it -> ResourceJson.whole(handler, it));
    }

    private Answer get(Call call) {
        ResourceId id = id(call);
        permits.permit(call.caller(), type.read(), Target.of(call.tenant(), id.scope()));
        return Json.answer(200, ResourceJson.whole(handler, resources.get(call.tenant(), id)));
    }

    private Answer head(Call call) {
        ResourceId id = id(call);
        permits.permit(call.caller(), type.read(), Target.of(call.tenant(), id.scope()));
        return Answer.of(resources.find(call.tenant(), id).isPresent() ? 204 : 404);
    }

    private Answer write(Call call, boolean merge) {
        ResourceId id = id(call);
        ObjectNode body = call.body();
        Optional<String> wanted = Envelope.location(body);
        Optional<Map<String, String>> tags = Envelope.tags(body);
        Optional<Resource> existing = resources.find(call.tenant(), id);
        UUID owner = existing.map(Resource::owner).orElseGet(ids);
        Target target = Target.in(call.tenant(), owner, id.scope());
        // An unchanged place was allowed when it was chosen; only a named one is asked for again.
        Permit permit =
                permits.permit(
                        call.caller(), type.write(), wanted.map(target::placed).orElse(target));
        if (merge && existing.isEmpty()) {
            resources.get(call.tenant(), id);
        }
        if (existing.isEmpty()) {
            requireName(id.name());
        }
        String location =
                wanted.or(() -> existing.map(Resource::location))
                        .orElseThrow(Envelope::locationRequired);
        if (existing.isEmpty()) {
            usage.requireRoom(handler, call.tenant(), id, location);
        }
        Written<Resource> written =
                resources.put(
                        permit,
                        handler,
                        new ResourceService.Request(id, location, tags, body, existing, merge));
        int status = written.created() ? type.createdStatus() : 200;
        return Json.answer(status, ResourceJson.whole(handler, written.value()))
                .with(Receipt.HEADER, written.receipt().header());
    }

    private Answer delete(Call call) {
        ResourceId id = id(call);
        Optional<Resource> existing = resources.find(call.tenant(), id);
        Target target =
                existing.map(it -> target(call, it))
                        .orElseGet(() -> Target.of(call.tenant(), id.scope()));
        Permit permit = permits.permit(call.caller(), type.delete(), target);
        groups.get(call.tenant(), call.group());
        return resources
                .delete(permit, handler, id)
                .map(it -> Answer.of(200).with(Receipt.HEADER, it.header()))
                .orElseGet(() -> Answer.of(204));
    }

    private Answer act(Call call, ResourceAction action) {
        ResourceId id = id(call);
        Optional<Resource> existing = resources.find(call.tenant(), id);
        Target target =
                existing.map(it -> target(call, it))
                        .orElseGet(() -> Target.of(call.tenant(), id.scope()));
        Permit permit = permits.permit(call.caller(), action.action(), target);
        Resource resource = permitted(call, id, existing, permit);
        return action.body().answer(permit, resource, call.bodyIfAny(), call.request());
    }

    private Answer child(Call call, ChildRoute child) {
        ResourceId id = id(call);
        ObjectNode content = call.bodyIfAny();
        Optional<Resource> existing = resources.find(call.tenant(), id);
        Target target = target(call, id, existing, ChildPath.filled(call.request(), child.scope()));
        boolean opens = existing.filter(it -> child.opens().test(it, content)).isPresent();
        Permit permit =
                permits.permit(call.caller(), child.action(), opens ? target.opened() : target);
        Resource resource = permitted(call, id, existing, permit);
        return child.body().answer(permit, resource, content, call.request());
    }

    private Resource permitted(
            Call call, ResourceId id, Optional<Resource> existing, Permit permit) {
        Resource resource = existing.orElseGet(() -> resources.get(call.tenant(), id));
        if (!resource.owner().equals(permit.target().owner())) {
            throw new Failure(409, "Conflict", "The resource was created by another request.");
        }
        return resource;
    }

    private static Target target(
            Call call, ResourceId id, Optional<Resource> existing, String below) {
        Scope scope = existing.map(Resource::id).orElse(id).scope();
        Scope whole = below.isEmpty() ? scope : scope.child(below);
        return existing.map(it -> Target.in(call.tenant(), it.owner(), whole))
                .orElseGet(() -> Target.of(call.tenant(), whole));
    }

    private ResourceId id(Call call) {
        String name = call.request().path("name");
        if (name.isEmpty() || name.length() > 260 || name.indexOf('/') >= 0) {
            throw badName();
        }
        GroupId group = call.group();
        return new ResourceId(
                group.subscription(), group.name(), type.namespace(), type.name(), name);
    }

    private void requireName(String name) {
        if (!type.nameRule().matcher(name).matches()) {
            throw badName();
        }
    }

    private Failure badName() {
        return new Failure(400, type.badNameCode(), type.nameRuleText());
    }

    private static Target target(Call call, Resource resource) {
        return Target.in(call.tenant(), resource.owner(), resource.id().scope());
    }
}
