package fr.bleu.resources;

import static fr.bleu.resources.World.code;
import static fr.bleu.resources.World.header;
import static fr.bleu.resources.World.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Site;
import fr.bleu.trust.BuiltInRoles;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Target;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each refusal has ARM's status and code, and leaves what there was. */
final class RefusalTest {

    private static final String HERE = "{\"location\":\"francecentral\"}";

    private final World world = new World();
    private final World.Tenant tenant = world.tenant(true);
    private final String group = tenant.group("one");

    @BeforeEach
    void prepare() {
        world.prepare(tenant, "one");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Answer owner(String method, String target, String body) {
        return world.call(tenant.owner(), method, target, body);
    }

    private static void refused(int status, String code, Answer answer) {
        assertEquals(code, code(answer), World.text(answer));
        assertEquals(status, answer.status());
    }

    @Test
    void whatIsNotThereOrNoIdIsTold() {
        String operations = tenant.path() + "/operationresults/";
        String roles = group + "/providers/Microsoft.Authorization/";
        String receipt = "/providers/Bleu.Ledger/receipts/" + "0".repeat(32);
        refused(400, "InvalidSubscriptionId", owner("GET", "/subscriptions/x", ""));
        refused(400, "InvalidOperationId", owner("GET", operations + "x", ""));
        refused(404, "OperationNotFound", owner("GET", operations + UUID.randomUUID(), ""));
        refused(404, "ReceiptNotFound", owner("GET", receipt, ""));
        refused(400, "InvalidRoleDefinitionId", owner("GET", roles + "roleDefinitions/x", ""));
        refused(
                404,
                "RoleDefinitionDoesNotExist",
                owner("GET", roles + "roleDefinitions/" + UUID.randomUUID(), ""));
        refused(
                404,
                "RoleAssignmentNotFound",
                owner("GET", roles + "roleAssignments/" + UUID.randomUUID(), ""));
    }

    @Test
    void listsKeepTheirRules() {
        for (String list :
                List.of("/resourcegroups", "/resources", "/providers/Bleu.Test/things")) {
            String at = tenant.path() + list;
            refused(400, "InvalidTop", owner("GET", at + "?$top=0", ""));
            refused(400, "InvalidTop", owner("GET", at + "?$top=many", ""));
            refused(400, "InvalidSkipToken", owner("GET", at + "?$skiptoken=!", ""));
        }
    }

    @Test
    void aBodyOfMoreThanFourMebibytesIsTooLarge() {
        String large =
                "{\"location\":\"francecentral\",\"tags\":{\"a\":\"" + "x".repeat(4 << 20) + "\"}}";
        refused(413, "RequestContentTooLarge", owner("PUT", tenant.group("new"), large));
        String value =
                "{\"location\":\"francecentral\",\"tags\":{\"a\":\"" + "x".repeat(257) + "\"}}";
        refused(400, "InvalidTagValue", owner("PUT", tenant.group("new"), value));
        refused(404, "ResourceGroupNotFound", owner("GET", tenant.group("new"), ""));
    }

    @Test
    void roleRequestsNameARoleAndAPrincipalAndNeverChange() {
        UUID reader = role("Reader");
        UUID principal = tenant.owner().principal();
        String at = group + "/providers/Microsoft.Authorization/roleAssignments/";
        String id = at + UUID.randomUUID();
        refused(
                400,
                "RoleDefinitionDoesNotExist",
                owner("PUT", id, assignment(UUID.randomUUID().toString(), principal.toString())));
        refused(
                400,
                "InvalidRoleDefinitionId",
                owner("PUT", id, assignment("x", principal.toString())));
        refused(400, "InvalidPrincipalId", owner("PUT", id, assignment(reader.toString(), "x")));
        assertEquals(
                201,
                owner("PUT", id, assignment(reader.toString(), principal.toString())).status());
        String contributor = role("Contributor").toString();
        refused(
                409,
                "RoleAssignmentUpdateNotPermitted",
                owner("PUT", id, assignment(contributor, principal.toString())));
    }

    private static UUID role(String name) {
        return BuiltInRoles.all().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static String assignment(String role, String principal) {
        return "{\"properties\":{\"roleDefinitionId\":"
                + "\"/providers/Microsoft.Authorization/roleDefinitions/"
                + role
                + "\",\"principalId\":\""
                + principal
                + "\"}}";
    }

    @Test
    void aGroupThatIsBeingDeletedTakesNothingAndIsDeletedOnce() throws Exception {
        var operations =
                new Operations(world.trust.records(), InstantSource.system(), new SecureRandom());
        var groups = new Groups(world.trust.records(), world.trust.commits(), operations);
        var id = new GroupId(tenant.subscription(), "one");
        var permit =
                world.trust
                        .authorizer()
                        .permit(
                                tenant.owner(),
                                GroupDeletion.ACTION,
                                Target.of(tenant.id(), id.scope()));
        UUID begun = groups.beginDelete(permit, tenant.owner()).operation();
        for (Answer answer :
                List.of(
                        owner("PUT", group, HERE),
                        owner("PATCH", group, "{\"tags\":{}}"),
                        owner("PUT", tenant.thing("one", "thing1"), HERE))) {
            refused(409, "ResourceGroupBeingDeleted", answer);
        }
        Answer again = owner("DELETE", group, "");
        assertEquals(202, again.status());
        assertTrue(header(again, "Location").orElseThrow().contains(begun.toString()));
        assertEquals(200, world.awaited(tenant.owner(), again).status());
    }

    @Test
    void anOperationCanBePolledForADayAfterItsEnd() throws Exception {
        Answer accepted = owner("DELETE", group, "");
        assertEquals(200, world.awaited(tenant.owner(), accepted).status());
        UUID ended =
                UUID.fromString(
                        header(accepted, "Location")
                                .orElseThrow()
                                .replaceAll(".*/operationresults/([^?]*).*", "$1"));
        for (int hours : new int[] {23, 25}) {
            var later = InstantSource.fixed(Instant.now().plus(Duration.ofHours(hours)));
            var operations = new Operations(world.trust.records(), later, new SecureRandom());
            var groups = new Groups(world.trust.records(), world.trust.commits(), operations);
            String name = "after" + hours;
            owner("PUT", tenant.group(name), HERE);
            var id = new GroupId(tenant.subscription(), name);
            Target target = Target.of(tenant.id(), id.scope());
            groups.beginDelete(
                    world.trust.authorizer().permit(tenant.owner(), GroupDeletion.ACTION, target),
                    tenant.owner());
            assertEquals(hours < 24, operations.find(tenant.id(), ended).isPresent());
        }
    }

    @Test
    void answersNameTheRequestAndEchoWhatTheClientCallsIt() {
        FakeRequest request =
                new FakeRequest(Site.MANAGEMENT, "GET", "/tenants")
                        .with("x-ms-correlation-request-id", "correlated")
                        .with("x-ms-client-request-id", "client-1")
                        .with("x-ms-return-client-request-id", "true");
        String headers = world.resources.protocol().common(request).all().toString();
        for (String part : List.of(request.origin().requestId(), "correlated", "client-1")) {
            assertTrue(headers.contains(part), headers);
        }
        FakeRequest odd =
                new FakeRequest(Site.MANAGEMENT, "GET", "/tenants")
                        .with("x-ms-correlation-request-id", "x".repeat(129))
                        .with("x-ms-client-request-id", "canary\u00e9")
                        .with("x-ms-return-client-request-id", "true");
        headers = world.resources.protocol().common(odd).all().toString();
        assertFalse(headers.contains("xxxx") || headers.contains("canary"), headers);
    }

    @Test
    void aProvidersActionsNeedItsRegistration() {
        String provider = tenant.path() + "/providers/Bleu.Test";
        assertEquals(200, owner("POST", provider + "/count", "").status());
        assertEquals(200, owner("POST", provider + "/unregister", "").status());
        refused(409, "MissingSubscriptionRegistration", owner("POST", provider + "/count", ""));
    }

    @Test
    void theActivityLogIsReadWhereTheCallerHasARole() {
        world.prepare(tenant, "two");
        Caller.Principal reader = world.with(tenant, "Reader", tenant.group("two"));
        String log =
                tenant.path()
                        + "/providers/microsoft.insights/eventtypes/management/values"
                        + "?$filter=eventTimestamp%20ge%20'2026-01-01T00:00:00Z'";
        String of = "%20and%20resourceGroupName%20eq%20";
        Answer two = world.call(reader, "GET", log + of + "'TWO'");
        assertEquals(200, two.status(), World.text(two));
        assertTrue(json(two).path("value").size() > 0);
        json(two)
                .path("value")
                .forEach(it -> assertEquals("two", it.path("resourceGroupName").asString()));
        refused(403, "AuthorizationFailed", world.call(reader, "GET", log + of + "'one'"));
        refused(403, "AuthorizationFailed", world.call(reader, "GET", log));
        World.Tenant other = world.tenant(false);
        for (String foreign : List.of(other.group("one"), tenant.path() + "0/x", "/")) {
            String uri = log + "%20and%20resourceUri%20eq%20'" + foreign + "'";
            refused(400, "BadRequest", owner("GET", uri, ""));
        }
        refused(
                400,
                "InvalidFilterInQueryString",
                owner("GET", log + "%20and%20status%20eq%20'x'", ""));
    }

    @Test
    void aSubscriptionAndAGroupHoldSoManyAndNoMore() {
        for (int i = 1; i < Groups.MAX_PER_SUBSCRIPTION; i++) {
            assertEquals(201, owner("PUT", tenant.group("g" + i), HERE).status());
        }
        Answer full = owner("PUT", tenant.group("more"), HERE);
        refused(409, "ResourceGroupQuotaExceeded", full);
        assertEquals(200, owner("PUT", group, HERE).status(), "changing one makes none");
        for (int i = 0; i < ResourceService.MAX_PER_TYPE_AND_GROUP; i++) {
            assertEquals(200, owner("PUT", tenant.thing("one", "thing" + i), HERE).status());
        }
        refused(409, "ResourceQuotaExceeded", owner("PUT", tenant.thing("one", "more"), HERE));
        assertEquals(200, owner("DELETE", tenant.thing("one", "thing1"), "").status());
        assertEquals(200, owner("PUT", tenant.thing("one", "more"), HERE).status());
    }
}
