package fr.bleu.resources;

import static fr.bleu.resources.World.code;
import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Input that no client should send gets ARM's own error, never an internal one. */
final class BadInputTest {

    private static final String LONE_SURROGATE = "\\ud800";

    private final World world = new World();
    private final World.Tenant tenant = world.tenant(true);

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

    @Test
    void bodiesThatAreNoGroupAreRefused() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        for (String body :
                List.of(
                        "",
                        "null",
                        "[]",
                        "\"text\"",
                        "{location:\"francecentral\"}",
                        "{\"location\":\"francecentral\"} x",
                        "{\"location\":\"francecentral\",\"location\":\"francesouth\"}",
                        "{\"location\":5}",
                        "{\"location\":{\"a\":\"b\"}}",
                        "{\"location\":\"francecentral\",\"tags\":[]}",
                        "{\"location\":\"francecentral\",\"tags\":\"a\"}",
                        "{\"location\":\"francecentral\",\"x\":" + deep + "}",
                        "{\"location\":\"" + "x".repeat(65) + "\"}",
                        "{\"location\":\"francecentral\",\"managedBy\":\"/subscriptions/x\"}",
                        "{\"location\":\"francecentral\",\"properties\":{\"locked\":true}}",
                        "{\"location\":\"francecentral\",\"lock\":true}")) {
            Answer refused = owner("PUT", tenant.group("new"), body);
            String shown = body.substring(0, Math.min(100, body.length()));
            assertEquals(400, refused.status(), shown + World.text(refused));
            assertEquals("InvalidRequestContent", code(refused), shown);
        }
        assertEquals(404, owner("GET", tenant.group("new"), "").status());
    }

    @Test
    void textThatIsNotUnicodeIsRefusedBeforeItIsStored() {
        Map<String, String> bodies = new TreeMap<>();
        for (String body :
                List.of(
                        "{\"location\":\"" + LONE_SURROGATE + "\"}",
                        "{\"location\":\"francecentral\",\"tags\":{\"a\":\""
                                + LONE_SURROGATE
                                + "\"}}",
                        "{\"location\":\"francecentral\",\"tags\":{\""
                                + LONE_SURROGATE
                                + "\":\"a\"}}")) {
            bodies.put(body, tenant.group("new"));
        }
        bodies.put(
                "{\"location\":\"francecentral\",\"properties\":{\"size\":\""
                        + LONE_SURROGATE
                        + "\"}}",
                tenant.thing("one", "thing1"));
        bodies.forEach((body, target) -> refused(owner("PUT", target, body), body));
    }

    @Test
    void awkwardQueriesAndNamesAreRefused() {
        String log = tenant.path() + "/providers/microsoft.insights/eventtypes/management/values";
        String since = log + "?$filter=eventTimestamp%20ge%20'2026-01-01T00:00:00Z'";
        List<String> failed = new ArrayList<>();
        for (String target :
                List.of(
                        log + "?$filter=eventTimestamp%20ge%20'-999999999-01-01T00:00:00%2B18:00'",
                        log + "?$filter=eventTimestamp%20ge%20'%2B999999999-12-31T23:59:59Z'",
                        since + "&$skiptoken=-1",
                        since + "&$skiptoken=18446744073709551615",
                        since + "&$skiptoken=0",
                        since + "%20and%20resourceGroupName%20eq%20'a/b'",
                        tenant.path() + "/resourcegroups?$skiptoken=" + "A".repeat(2_000),
                        tenant.path() + "/resourcegroups?$skiptoken=____",
                        tenant.path() + "/resourcegroups?$top=99999999999999",
                        tenant.path() + "/resourcegroups?$top=-1",
                        tenant.path() + "/resourcegroups?$filter=" + "(".repeat(2_000),
                        tenant.path() + "/resourcegroups?$filter=" + "a%20eq%20".repeat(200),
                        tenant.path() + "/resources?$filter=substringof('a'",
                        tenant.thing("one", "%F0%9F%98%80".repeat(130)),
                        tenant.thing("one", "..%2F..%2Fone"),
                        tenant.thing("one", "%2e%2e"),
                        tenant.thing("one", "a%0d%0ab"),
                        tenant.group("%C4%B0".repeat(90)),
                        tenant.group("..%2fone"),
                        "/subscriptions/1-1-1-1-1",
                        "/subscriptions/" + "0".repeat(4_000),
                        tenant.path() + "/operationresults/1-1-1-1-1",
                        "/providers/Bleu.Ledger/receipts/" + "f".repeat(32),
                        "/providers/Bleu.Ledger/receipts/x")) {
            Answer answer = owner("GET", target, "");
            if (answer.status() >= 500) {
                failed.add(target + " " + World.text(answer));
            }
        }
        assertEquals(List.of(), failed);
    }

    @Test
    void roleRequestsOfTheWrongShapeAreRefused() {
        String at =
                tenant.group("one")
                        + "/providers/Microsoft.Authorization/roleAssignments/"
                        + UUID.randomUUID();
        for (String body :
                List.of(
                        "",
                        "{}",
                        "[]",
                        "{\"properties\":[]}",
                        "{\"properties\":\"x\"}",
                        "{\"properties\":{\"roleDefinitionId\":5,\"principalId\":6}}",
                        "{\"properties\":{\"roleDefinitionId\":{},\"principalId\":[]}}")) {
            refused(owner("PUT", at, body), body);
        }
    }

    private static void refused(Answer answer, String what) {
        assertEquals(400, answer.status(), what + " " + World.text(answer));
    }
}
