package fr.bleu.resources;

import static fr.bleu.resources.World.code;
import static fr.bleu.resources.World.header;
import static fr.bleu.resources.World.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Access;
import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Route;
import fr.bleu.http.Site;
import fr.bleu.identity.Application;
import fr.bleu.identity.DirectoryActions;
import fr.bleu.identity.ServicePrincipal;
import fr.bleu.trust.Action;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Strength;
import fr.bleu.trust.Target;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who may do what in the Resource Manager, and what they are told otherwise. */
final class AuthorizationTest {

    private static final String HERE = "{\"location\":\"francecentral\"}";
    private static final String READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";

    private final World world = new World();
    private final World.Tenant tenant = world.tenant(true);
    private final World.Tenant other = world.tenant(false);

    @BeforeEach
    void makeThings() {
        for (String group : List.of("one", "two")) {
            world.prepare(tenant, group);
            world.call(tenant.owner(), "PUT", tenant.thing(group, "thing1"), HERE);
        }
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void everyRouteRefusesWhoShowsNoCredential() {
        for (Route route : world.resources.routes()) {
            FakeRequest request =
                    new FakeRequest(
                            Site.MANAGEMENT, route.method(), filled(route) + "?" + World.API);
            Answer answer = world.anonymous(request.body(HERE));
            if (route.access() instanceof Access.Open) {
                assertEquals(200, answer.status(), route.name());
                continue;
            }
            assertEquals(401, answer.status(), route.name());
            assertEquals("AuthenticationFailed", code(answer), route.name());
            assertEquals(
                    "Bearer authorization_uri=\"https://localhost:8443/" + tenant.id() + "\"",
                    header(answer, "WWW-Authenticate").orElseThrow(),
                    route.name());
        }
    }

    @Test
    void everyRouteThatNeedsAPermitRefusesWhoHasNoRole() {
        Caller.Principal stranger = World.stranger(tenant);
        for (Route route : world.resources.routes()) {
            if (route.access() instanceof Access.Needs) {
                Answer answer = world.call(stranger, route.method(), filled(route), body(route));
                assertEquals(403, answer.status(), route.name() + " " + World.text(answer));
                assertEquals("AuthorizationFailed", code(answer), route.name());
            }
        }
    }

    /** Else the answer would say which names are taken. */
    @Test
    void aBodyWithoutLocationTellsAStrangerNotWhatIsThere() {
        Caller.Principal stranger = World.stranger(tenant);
        for (String method : List.of("PUT", "PATCH")) {
            String missing = tenant.thing("one", "missing");
            Answer answer = world.call(stranger, method, missing, "{}");
            assertEquals(403, answer.status(), method + " " + World.text(answer));
        }
    }

    @Test
    void anotherTenantsOwnerFindsNothing() {
        for (Route route : world.resources.routes()) {
            if (route.path().startsWith("/subscriptions/{subscription}")) {
                Answer answer =
                        world.call(other.owner(), route.method(), filled(route), body(route));
                boolean tellsNothing =
                        route.access() instanceof Access.Authenticated
                                && route.path().contains("/roleDefinitions");
                assertEquals(tellsNothing ? answer.status() : 404, answer.status(), route.name());
                if (!tellsNothing) {
                    assertEquals("SubscriptionNotFound", code(answer), route.name());
                }
            }
        }
        assertEquals(
                0,
                json(world.call(World.stranger(other), "GET", "/subscriptions"))
                        .path("value")
                        .size());
        JsonNode theirs = json(world.call(other.owner(), "GET", "/tenants")).path("value");
        assertEquals(other.id().toString(), theirs.path(0).path("tenantId").asString());
    }

    @Test
    void aReaderReadsAndChangesNothing() {
        Caller.Principal reader = world.with(tenant, "Reader", tenant.path());
        for (Route route : world.resources.routes()) {
            boolean changes =
                    route.access() instanceof Access.Needs(Action action)
                            && action.effect() == Action.Effect.WRITE;
            if (changes && route.path().startsWith("/subscriptions")) {
                Answer answer = world.call(reader, route.method(), filled(route), body(route));
                assertEquals(403, answer.status(), route.name());
            }
        }
        assertEquals(200, world.call(reader, "GET", tenant.group("one")).status());
        assertEquals(200, world.call(reader, "GET", tenant.thing("one", "thing1")).status());
    }

    @Test
    void aRefusalNamesTheClientTheActionAndTheScope() {
        Caller.Principal stranger = World.stranger(tenant);
        Answer refused = world.call(stranger, "GET", tenant.group("one"));
        assertEquals(
                "The client '"
                        + stranger.application()
                        + "' with object id '"
                        + stranger.principal()
                        + "' does not have authorization to perform action"
                        + " 'Microsoft.Resources/subscriptions/resourceGroups/read' over scope '"
                        + tenant.group("one")
                        + "' or the scope is invalid. If access was recently granted, please"
                        + " refresh your credentials.",
                json(refused).path("error").path("message").asString());
    }

    @Test
    void listsShowWhatTheCallerMayRead() {
        Caller.Principal reader = world.with(tenant, "Reader", tenant.group("two"));
        assertEquals(1, size(world.call(reader, "GET", "/subscriptions")));
        Answer groups = world.call(reader, "GET", tenant.path() + "/resourcegroups");
        assertEquals(1, size(groups));
        assertEquals("two", json(groups).path("value").path(0).path("name").asString());
        Answer things = world.call(reader, "GET", tenant.path() + "/resources");
        assertEquals(1, size(things));
        assertEquals(
                tenant.thing("two", "thing1"),
                json(things).path("value").path(0).path("id").asString());
        assertEquals(
                1, size(world.call(reader, "GET", tenant.path() + "/providers/Bleu.Test/things")));
        assertEquals(403, world.call(reader, "GET", tenant.group("one") + "/resources").status());
        Caller.Principal below = world.with(tenant, "Reader", tenant.thing("one", "thing1"));
        assertEquals(1, size(world.call(below, "GET", tenant.group("one") + "/resources")));
        assertEquals(403, world.call(below, "GET", tenant.group("one")).status());
    }

    private static int size(Answer list) {
        assertEquals(200, list.status(), World.text(list));
        return json(list).path("value").size();
    }

    @Test
    void onlyWhoMayAssignAssignsRolesAndTheRoleWorksAtOnce() {
        Caller.Principal guest = member();
        String piece = tenant.thing("one", "thing1") + "/parts/default/pieces/p1";
        String assignment = assignments(piece) + "/" + UUID.randomUUID();
        Caller.Principal contributor = world.with(tenant, "Contributor", tenant.path());
        Answer refused = world.call(contributor, "PUT", assignment, reader(guest.principal()));
        assertEquals("AuthorizationFailed", code(refused));
        Answer made = world.call(tenant.owner(), "PUT", assignment, reader(guest.principal()));
        assertEquals(201, made.status(), World.text(made));
        assertEquals(piece, json(made).path("properties").path("scope").asString());
        Answer again = world.call(tenant.owner(), "PUT", assignment, reader(guest.principal()));
        assertEquals(201, again.status());
        // Its own, and those that the Owner and the Contributor have from above.
        assertEquals(3, size(world.call(guest, "GET", assignments(piece))));
        String second = assignments(piece) + "/" + UUID.randomUUID();
        assertEquals(
                "RoleAssignmentExists",
                code(world.call(tenant.owner(), "PUT", second, reader(guest.principal()))));
        assertEquals(200, world.call(tenant.owner(), "GET", assignment).status());
        assertEquals(200, world.call(tenant.owner(), "DELETE", assignment).status());
        assertEquals(204, world.call(tenant.owner(), "DELETE", assignment).status());
        assertEquals(403, world.call(guest, "GET", assignments(piece)).status());
    }

    @Test
    void roleAssignmentsAreListedByScopeAndPrincipal() {
        Caller.Principal guest = member();
        String at = assignments(tenant.group("one"));
        world.call(tenant.owner(), "PUT", at + "/" + UUID.randomUUID(), reader(guest.principal()));
        String all = assignments(tenant.path());
        assertEquals(2, size(world.call(tenant.owner(), "GET", all)));
        assertEquals(1, size(world.call(tenant.owner(), "GET", all + "?$filter=atScope()")));
        for (String filter :
                List.of(
                        "principalId%20eq%20'" + guest.principal() + "'",
                        "assignedTo('" + guest.principal() + "')",
                        "atScope()%20and%20assignedTo('" + guest.principal() + "')")) {
            assertEquals(
                    1, size(world.call(tenant.owner(), "GET", at + "?$filter=" + filter)), filter);
        }
        assertEquals(
                "InvalidFilterInQueryString",
                code(world.call(tenant.owner(), "GET", at + "?$filter=x%20eq%20'1'")));
    }

    @Test
    void assignmentsThatCannotBeAreRefused() {
        String at = assignments(tenant.group("one")) + "/";
        UUID nobody = UUID.randomUUID();
        Answer unknown = world.call(tenant.owner(), "PUT", at + UUID.randomUUID(), reader(nobody));
        assertEquals(400, unknown.status());
        assertEquals("PrincipalNotFound", code(unknown));
        assertEquals(
                "PrincipalNotFound",
                code(
                        world.call(
                                tenant.owner(),
                                "PUT",
                                at + UUID.randomUUID(),
                                reader(other.owner().principal()))));
        UUID guest = member().principal();
        assertEquals(
                "InvalidRoleAssignmentId",
                code(world.call(tenant.owner(), "PUT", at + "x", reader(guest))));
        assertEquals(
                "ResourceGroupNotFound",
                code(
                        world.call(
                                tenant.owner(),
                                "PUT",
                                assignments(tenant.group("none")) + "/" + UUID.randomUUID(),
                                reader(guest))));
        String conditional =
                reader(guest).replace("\"properties\":{", "\"properties\":{\"condition\":\"x\",");
        assertEquals(
                "BadRequestFormat",
                code(world.call(tenant.owner(), "PUT", at + UUID.randomUUID(), conditional)));
        String user = reader(guest).replace("ServicePrincipal", "User");
        assertEquals(
                "UnmatchedPrincipalType",
                code(world.call(tenant.owner(), "PUT", at + UUID.randomUUID(), user)));
    }

    @Test
    void anOperationIsPolledByWhoBeganItAndByNoStranger() throws Exception {
        Caller.Principal owner = world.with(tenant, "Owner", tenant.group("two"));
        assertEquals(403, world.call(owner, "DELETE", tenant.group("one")).status());
        Answer accepted = world.call(owner, "DELETE", tenant.group("two"));
        assertEquals(200, world.awaited(owner, accepted).status());
        String poll =
                header(accepted, "Location")
                        .orElseThrow()
                        .substring("https://localhost:8443".length());
        assertEquals(403, world.call(World.stranger(tenant), "GET", poll).status());
        assertEquals(404, world.call(other.owner(), "GET", poll).status());
    }

    @Test
    void aTokenThatDoesNotVerifyIsRefused() {
        FakeRequest request =
                new FakeRequest(Site.MANAGEMENT, "GET", "/subscriptions?" + World.API)
                        .with("Authorization", "Bearer abc.def.ghi");
        Answer refused = world.anonymous(request);
        assertEquals(401, refused.status());
        assertEquals("InvalidAuthenticationToken", code(refused));
        assertTrue(header(refused, "WWW-Authenticate").orElseThrow().contains("invalid_token"));
        assertNotEquals("", World.text(refused));
    }

    private static String assignments(String scope) {
        return scope + "/providers/Microsoft.Authorization/roleAssignments";
    }

    private static String reader(UUID principal) {
        return "{\"properties\":{\"roleDefinitionId\":"
                + "\"/providers/Microsoft.Authorization/roleDefinitions/"
                + READER
                + "\",\"principalId\":\""
                + principal
                + "\",\"principalType\":\"ServicePrincipal\"}}";
    }

    /** A service principal of the directory, without any role. */
    private Caller.Principal member() {
        Application application =
                world.identity
                        .directory()
                        .createApplication(
                                directory(DirectoryActions.APPLICATION_WRITE), "guest", List.of())
                        .value();
        ServicePrincipal principal =
                world.identity
                        .directory()
                        .createServicePrincipal(
                                directory(DirectoryActions.SERVICE_PRINCIPAL_WRITE),
                                application.appId(),
                                true)
                        .value();
        return new Caller.Principal(
                tenant.id(),
                principal.objectId(),
                application.appId(),
                Strength.SECRET,
                World.ORIGIN);
    }

    private Permit directory(Action action) {
        return world.trust
                .authorizer()
                .permit(tenant.owner(), action, Target.of(tenant.id(), Scope.of("")));
    }

    private String body(Route route) {
        return route.path().contains("roleAssignments") ? reader(UUID.randomUUID()) : HERE;
    }

    /** The route's path with things that exist in it. */
    private String filled(Route route) {
        return route.path()
                .replace("{subscription}", tenant.subscription().toString())
                .replace("{group}", "one")
                .replace("{name}", "thing1")
                .replace("{piece}", "p1")
                .replace("{role}", READER)
                .replace("{assignment}", UUID.randomUUID().toString())
                .replace("{operation}", UUID.randomUUID().toString())
                .replace("{change}", "0".repeat(32))
                .replace("{rest...}", "Bleu.None/a/b");
    }
}
