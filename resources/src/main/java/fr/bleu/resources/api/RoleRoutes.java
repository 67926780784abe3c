package fr.bleu.resources.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import fr.bleu.identity.Directory;
import fr.bleu.resources.Catalogue;
import fr.bleu.resources.GroupId;
import fr.bleu.resources.Groups;
import fr.bleu.resources.Permits;
import fr.bleu.resources.Resource;
import fr.bleu.resources.ResourceHandler;
import fr.bleu.resources.ResourceId;
import fr.bleu.resources.ResourceService;
import fr.bleu.resources.ResourceType;
import fr.bleu.resources.Subscription;
import fr.bleu.trust.Actions;
import fr.bleu.trust.AssignResult;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import fr.bleu.trust.RoleAssignment;
import fr.bleu.trust.RoleAssignments;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Role assignments. In Azure their path begins with any scope; here every shape of scope that there
 * is has its own routes (the tenant, a subscription, a group, each type's resources and what their
 * type declares below them), so that the list of routes says where roles can be assigned.
 */
final class RoleRoutes {

    private static final String ASSIGNMENTS = "/providers/Microsoft.Authorization/roleAssignments";
    private static final String SUBSCRIPTION = "/subscriptions/{subscription}";
    private static final String GROUP = SUBSCRIPTION + "/resourceGroups/{group}";

    private final Catalogue catalogue;
    private final Groups groups;
    private final ResourceService resources;
    private final RoleAssignments roles;
    private final Directory directory;
    private final Permits permits;

    RoleRoutes(
            Catalogue catalogue,
            Groups groups,
            ResourceService resources,
            RoleAssignments roles,
            Directory directory,
            Permits permits) {
        this.catalogue = catalogue;
        this.groups = groups;
        this.resources = resources;
        this.roles = roles;
        this.directory = directory;
        this.permits = permits;
    }

    /** Where a request's path says that it is about; the scope exists only if {@code require}d. */
    private interface Place {
        Target target(Call call, boolean require);
    }

    void addTo(ArmRoutes routes) {
        at(routes, "", (call, require) -> Target.of(call.tenant(), Scope.of("")));
        at(
                routes,
                SUBSCRIPTION,
                (call, require) -> Target.of(call.tenant(), call.subscription().scope()));
        at(routes, GROUP, this::group);
        for (ResourceHandler handler : catalogue.handlers()) {
            ResourceType type = handler.type();
            String one = GROUP + "/providers/" + type.fullName() + "/{name}";
            at(routes, one, (call, require) -> resource(call, type, "", require));
            for (String child : type.childScopes()) {
                at(
                        routes,
                        one + "/" + child,
                        (call, require) ->
                                resource(
                                        call,
                                        type,
                                        "/" + ChildPath.filled(call.request(), child),
                                        require));
            }
        }
    }

    private void at(ArmRoutes routes, String scope, Place place) {
        String one = scope + ASSIGNMENTS + "/{assignment}";
        routes.needs("GET", scope + ASSIGNMENTS, Actions.ROLE_READ, call -> list(call, place))
                .needs("GET", one, Actions.ROLE_READ, call -> get(call, place))
                .needs("PUT", one, Actions.ROLE_ASSIGN, call -> put(call, place))
                .needs("DELETE", one, Actions.ROLE_REMOVE, call -> delete(call, place));
    }

    private Target group(Call call, boolean require) {
        GroupId id = call.group();
        if (require) {
            groups.get(call.tenant(), id);
        }
        return Target.of(call.tenant(), id.scope());
    }

    private Target resource(Call call, ResourceType type, String below, boolean require) {
        GroupId group = call.group();
        String name = ChildPath.bounded(call.request(), "name");
        ResourceId id =
                new ResourceId(
                        group.subscription(), group.name(), type.namespace(), type.name(), name);
        if (require) {
            Resource found = resources.get(call.tenant(), id);
            return Target.of(call.tenant(), Scope.of(found.id().path() + below));
        }
        return Target.of(call.tenant(), Scope.of(id.path() + below));
    }

    private Answer list(Call call, Place place) {
        Permit permit = permits.permit(call.caller(), Actions.ROLE_READ, place.target(call, false));
        RoleFilter filter = RoleFilter.of(call.request());
        return Lists.all(
                roles.list(permit, filter.reach(), filter.principal()),
                it -> RoleJson.assignment(call, it));
    }

    private Answer get(Call call, Place place) {
        Permit permit = permits.permit(call.caller(), Actions.ROLE_READ, place.target(call, false));
        UUID id = assignmentId(call);
        return roles.get(permit, id)
                .map(it -> Json.answer(200, RoleJson.assignment(call, it)))
                .orElseThrow(
                        () ->
                                new Failure(
                                        404,
                                        "RoleAssignmentNotFound",
                                        "The role assignment '" + id + "' is not found."));
    }

    private Answer put(Call call, Place place) {
        Permit permit =
                permits.permit(call.caller(), Actions.ROLE_ASSIGN, place.target(call, false));
        place.target(call, true);
        UUID id = assignmentId(call);
        RoleRequest wanted = RoleRequest.of(call.body());
        wanted.requirePrincipal(directory, call.tenant());
        AssignResult result =
                roles.assign(
                        permit,
                        new RoleAssignments.Wanted(
                                id,
                                wanted.principal(),
                                RoleAssignment.SERVICE_PRINCIPAL,
                                wanted.role()));
        return switch (result) {
            case AssignResult.Assigned it ->
                    created(call, it.assignment())
                            .with(Receipt.HEADER, it.committed().receipt().header());
            case AssignResult.Same it -> created(call, it.assignment());
            case AssignResult.Exists it ->
                    throw new Failure(
                            409,
                            "RoleAssignmentExists",
                            "The role assignment already exists. The ID of the existing role"
                                    + " assignment is "
                                    + it.existing().toString().replace("-", "")
                                    + ".");
            case AssignResult.NameTaken _ ->
                    throw new Failure(
                            409,
                            "RoleAssignmentUpdateNotPermitted",
                            "Tenant ID, application ID, principal ID, and scope are not allowed to"
                                    + " be updated.");
            case AssignResult.UnknownRole _ ->
                    throw new Failure(
                            400,
                            "RoleDefinitionDoesNotExist",
                            "The specified role definition with ID '"
                                    + wanted.role().toString().replace("-", "")
                                    + "' does not exist.");
            case AssignResult.TooMany _ ->
                    throw new Failure(
                            400,
                            "RoleAssignmentLimitExceeded",
                            "No more role assignments can be created. The limit is "
                                    + RoleAssignments.MAX_PER_TENANT
                                    + ".");
        };
    }

    private static Answer created(Call call, RoleAssignment assignment) {
        return Json.answer(201, RoleJson.assignment(call, assignment));
    }

    private Answer delete(Call call, Place place) {
        Permit permit =
                permits.permit(call.caller(), Actions.ROLE_REMOVE, place.target(call, false));
        Optional<RoleAssignments.Removed> removed = roles.remove(permit, assignmentId(call));
        Function<RoleAssignments.Removed, Answer> shown =
                it ->
                        Json.answer(200, RoleJson.assignment(call, it.assignment()))
                                .with(Receipt.HEADER, it.committed().receipt().header());
        return removed.map(shown).orElseGet(() -> Answer.of(204));
    }

    private static UUID assignmentId(Call call) {
        return call.guid(
                "assignment",
                "InvalidRoleAssignmentId",
                "The role assignment ID is not valid. The role assignment ID must be a GUID.");
    }

    /** The subscription of a path that has one. */
    static Optional<Subscription> subscription(Call call) {
        return call.request().rawPath().regionMatches(true, 0, "/subscriptions/", 0, 15)
                ? Optional.of(call.subscription())
                : Optional.empty();
    }
}
