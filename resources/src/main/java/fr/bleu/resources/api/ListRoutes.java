package fr.bleu.resources.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.resources.Catalogue;
import fr.bleu.resources.GroupId;
import fr.bleu.resources.Groups;
import fr.bleu.resources.Page;
import fr.bleu.resources.Permits;
import fr.bleu.resources.Resource;
import fr.bleu.resources.ResourceService;
import fr.bleu.resources.Subscription;
import fr.bleu.trust.Action;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import java.util.Optional;
import java.util.function.Predicate;

/** Lists of resources of every type, and the answers for types that there are not. */
final class ListRoutes {

    private static final String SUBSCRIPTION = "/subscriptions/{subscription}";
    private static final String GROUP = SUBSCRIPTION + "/resourceGroups/{group}";
    private static final Action IN_SUBSCRIPTION =
            Action.read("Microsoft.Resources/subscriptions/resources/read");
    private static final Action IN_GROUP =
            Action.read("Microsoft.Resources/subscriptions/resourceGroups/resources/read");

    private final Catalogue catalogue;
    private final ResourceService resources;
    private final Groups groups;
    private final Permits permits;

    ListRoutes(Catalogue catalogue, ResourceService resources, Groups groups, Permits permits) {
        this.catalogue = catalogue;
        this.resources = resources;
        this.groups = groups;
        this.permits = permits;
    }

    void addTo(ArmRoutes routes) {
        routes.needs(
                        "GET",
                        SUBSCRIPTION + "/resources",
                        IN_SUBSCRIPTION,
                        call -> list(call, Optional.empty(), IN_SUBSCRIPTION))
                .needs(
                        "GET",
                        GROUP + "/resources",
                        IN_GROUP,
                        call -> list(call, Optional.of(call.group()), IN_GROUP));
        for (String method : new String[] {"GET", "HEAD", "PUT", "PATCH", "POST", "DELETE"}) {
            for (String scope : new String[] {SUBSCRIPTION, GROUP}) {
                routes.authenticated(
                        method,
                        scope + "/providers/{rest...}",
                        "only says that there is no such type of resources",
                        this::unknownType);
            }
        }
    }

    private Answer list(Call call, Optional<GroupId> group, Action action) {
        Subscription subscription = call.subscription();
        Scope scope = group.map(GroupId::scope).orElseGet(subscription::scope);
        permits.enter(call.caller(), action, Target.of(call.tenant(), scope));
        group.ifPresent(it -> groups.get(call.tenant(), it));
        Predicate<Resource> wanted =
                Filter.of(call.request()).<Resource>test(ResourceFilter::ofResource);
        Page<Resource> page =
                resources.list(
                        subscription,
                        group,
                        Lists.from(call.request()),
                        Lists.top(call.request()),
                        wanted.and(it -> isReadable(call, it)));
        return Lists.page(call.request(), page, ResourceJson::brief);
    }

    private boolean isReadable(Call call, Resource resource) {
        Action read = catalogue.handler(resource.id().fullType()).type().read();
        return permits.may(
                call.caller(),
                read,
                Target.in(call.tenant(), resource.owner(), resource.id().scope()));
    }

    private Answer unknownType(Call call) {
        call.subscription();
        String[] segments = ArmRoutes.shown(call.request(), "rest").split("/", 3);
        Optional<String> namespace = catalogue.namespace(segments[0]);
        if (namespace.isEmpty()) {
            throw new Failure(
                    404,
                    "InvalidResourceNamespace",
                    "The resource namespace '" + segments[0] + "' is invalid.");
        }
        throw new Failure(
                404,
                "InvalidResourceType",
                "The resource type could not be found in the namespace '"
                        + namespace.get()
                        + "' for api version '"
                        + ApiVersion.require(call.request())
                        + "'.");
    }
}
