package fr.bleu.storage.api;

import static fr.bleu.storage.api.ArmPlatform.json;
import static fr.bleu.storage.api.ArmPlatform.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.Json;
import fr.bleu.storage.World;
import fr.bleu.trust.Caller;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** An account's lifecycle policy as the Resource Manager sees it, and all that is refused. */
class ManagementPolicyTest {
    private static final String REFUSED = "400 InvalidRequestPropertyValue";
    private static final String FILTER = "{\"blobTypes\":[\"blockBlob\"]}";
    private static final String DELETE =
            "{\"baseBlob\":{\"delete\":{\"daysAfterModificationGreaterThan\":30}}}";

    private ArmPlatform platform;
    private String policy;

    @BeforeEach
    void open() throws Exception {
        platform = new ArmPlatform();
        String account =
                "{\"location\":\"francecentral\",\"kind\":\"StorageV2\","
                        + "\"sku\":{\"name\":\"Standard_LRS\"}}";
        assertEquals("200", outcome(platform.arm("PUT", platform.account("acct"), account)));
        policy = platform.account("acct") + "/managementPolicies/default";
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private static String rule(String name, String filters, String actions) {
        return "{\"name\":\""
                + name
                + "\",\"type\":\"Lifecycle\",\"definition\":{\"filters\":"
                + filters
                + ",\"actions\":"
                + actions
                + "}}";
    }

    private static String body(String rules) {
        return "{\"properties\":{\"policy\":{\"rules\":[" + rules + "]}}}";
    }

    private Answer put(String rules) {
        return platform.arm("PUT", policy, body(rules));
    }

    private String putRule(String filters, String actions) {
        return outcome(put(rule("r", filters, actions)));
    }

    @Test
    void aPolicyIsLaidDownShownReplacedAndTakenBack() {
        assertEquals("404 ManagementPolicyNotFound", outcome(platform.arm("GET", policy, "")));
        assertEquals("204", outcome(platform.arm("DELETE", policy, "")));
        Answer laid = put(rule("first", FILTER, DELETE));
        assertEquals("200", outcome(laid));
        assertFalse(World.header(laid, "bleu-receipt").isEmpty());
        JsonNode shown = json(platform.arm("GET", policy, ""));
        assertEquals(json(laid), shown);
        assertEquals(policy, shown.path("id").asString());
        assertEquals("DefaultManagementPolicy", shown.path("name").asString());
        assertEquals(
                "Microsoft.Storage/storageAccounts/managementPolicies",
                shown.path("type").asString());
        assertEquals(
                "2026-11-23T12:00:00.5000000Z",
                shown.at("/properties/lastModifiedTime").asString());
        assertEquals("200", outcome(put(rule("second", FILTER, DELETE))));
        JsonNode list =
                json(platform.arm("GET", platform.account("acct") + "/managementPolicies", ""));
        assertEquals(1, list.path("value").size());
        assertEquals("second", list.at("/value/0/properties/policy/rules/0/name").asString());
        Answer taken = platform.arm("DELETE", policy, "");
        assertEquals("200", outcome(taken));
        assertFalse(World.header(taken, "bleu-receipt").isEmpty());
        assertEquals("404 ManagementPolicyNotFound", outcome(platform.arm("GET", policy, "")));
    }

    /** All that a policy can say comes back as it was said; what was shown can be sent again. */
    @Test
    void everythingIsKept() {
        String all =
                """
                {"enabled":false,"name":"Every_thing-1","type":"Lifecycle","definition":{
                "actions":{
                "baseBlob":{"tierToCool":{"daysAfterModificationGreaterThan":1},
                "tierToCold":{"daysAfterCreationGreaterThan":2},
                "tierToArchive":{"daysAfterModificationGreaterThan":3,
                "daysAfterLastTierChangeGreaterThan":4},
                "delete":{"daysAfterModificationGreaterThan":0}},
                "snapshot":{"tierToCool":{"daysAfterCreationGreaterThan":5},
                "delete":{"daysAfterCreationGreaterThan":6}},
                "version":{"tierToArchive":{"daysAfterCreationGreaterThan":7,
                "daysAfterLastTierChangeGreaterThan":8}}},
                "filters":{"blobTypes":["blockBlob","appendBlob"],
                "prefixMatch":["con/é","logs"],
                "blobIndexMatch":[{"name":"a","op":"==","value":"b c"}]}}}\
                """;
        Answer laid = put(all);
        assertEquals("200", outcome(laid));
        assertEquals(
                Json.parse(all.getBytes(StandardCharsets.UTF_8), "Bad"),
                json(laid).at("/properties/policy/rules/0"));
        String again = new String(World.bytes(laid), StandardCharsets.UTF_8);
        Answer back = platform.arm("PUT", policy, again);
        assertEquals("200", outcome(back));
        assertEquals(json(laid).at("/properties/policy"), json(back).at("/properties/policy"));
    }

    /** As SDKs write numbers, and types in any case. */
    @Test
    void whatSdksWriteIsTaken() {
        assertEquals(
                "200",
                putRule(
                        "{\"blobTypes\":[\"blockblob\"],\"prefixMatch\":null}",
                        "{\"baseBlob\":{\"delete\":{\"daysAfterModificationGreaterThan\":30.0,"
                                + "\"daysAfterLastAccessTimeGreaterThan\":null},"
                                + "\"enableAutoTierToHotFromCool\":false}}"));
        assertEquals(
                30,
                json(platform.arm("GET", policy, ""))
                        .at(
                                "/properties/policy/rules/0/definition/actions/baseBlob/delete/"
                                        + "daysAfterModificationGreaterThan")
                        .asInt());
    }

    @Test
    void limitsAreAzures() {
        assertEquals("200", outcome(put(rules(100))));
        assertEquals(REFUSED, outcome(put(rules(101))));
        assertEquals(REFUSED, outcome(put("")));
        assertEquals(REFUSED, outcome(put(rules(1) + "," + rules(1))));
        assertEquals("200", outcome(put(rule("r".repeat(256), FILTER, DELETE))));
        assertEquals(REFUSED, outcome(put(rule("r".repeat(257), FILTER, DELETE))));
        assertEquals(REFUSED, outcome(put(rule("", FILTER, DELETE))));
        assertEquals(REFUSED, outcome(put(rule("with space", FILTER, DELETE))));
        assertEquals("200", putRule(filter("prefixMatch", "\"con/a\"", 10), DELETE));
        assertEquals(REFUSED, putRule(filter("prefixMatch", "\"con/a\"", 11), DELETE));
        assertEquals(REFUSED, putRule(filter("prefixMatch", "\"\"", 1), DELETE));
        assertEquals(
                REFUSED,
                putRule(filter("prefixMatch", "\"" + "x".repeat(1_089) + "\"", 1), DELETE));
        String tag = "{\"name\":\"a\",\"op\":\"==\",\"value\":\"b\"}";
        assertEquals("200", putRule(filter("blobIndexMatch", tag, 10), DELETE));
        assertEquals(REFUSED, putRule(filter("blobIndexMatch", tag, 11), DELETE));
    }

    /** Within every other limit, and larger than a record may be. */
    @Test
    void aPolicyThatIsTooLargeIsRefused() {
        String prefixes = filter("prefixMatch", "\"" + "x".repeat(1_000) + "\"", 10);
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            rules.append(i == 0 ? "" : ",").append(rule("r" + i, prefixes, DELETE));
        }
        assertEquals(REFUSED, outcome(put(rules.toString())));
    }

    private static String rules(int count) {
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i < count; i++) {
            rules.append(i == 0 ? "" : ",").append(rule("r" + i, FILTER, DELETE));
        }
        return rules.toString();
    }

    private static String filter(String member, String item, int count) {
        return "{\"blobTypes\":[\"blockBlob\"],\""
                + member
                + "\":["
                + String.join(",", Collections.nCopies(count, item))
                + "]}";
    }

    @Test
    void filtersThatSayNothingKnownAreRefused() {
        for (String filters :
                List.of(
                        "{}",
                        "null",
                        "[]",
                        "{\"blobTypes\":[]}",
                        "{\"blobTypes\":[\"pageBlob\"]}",
                        "{\"blobTypes\":\"blockBlob\"}",
                        "{\"blobTypes\":[7]}",
                        "{\"blobTypes\":[\"blockBlob\"],\"suffixMatch\":[\"a\"]}",
                        filter("prefixMatch", "7", 1),
                        filter(
                                "blobIndexMatch",
                                "{\"name\":\"a\",\"op\":\">\",\"value\":\"b\"}",
                                1),
                        filter(
                                "blobIndexMatch",
                                "{\"name\":\"\",\"op\":\"==\",\"value\":\"b\"}",
                                1),
                        filter("blobIndexMatch", "{\"name\":\"a\",\"value\":\"b\"}", 1))) {
            assertEquals(REFUSED, putRule(filters, DELETE), filters);
        }
    }

    @Test
    void actionsThatAreNotCarriedOutAreRefused() {
        String day = "{\"daysAfterModificationGreaterThan\":1}";
        String age = "{\"daysAfterCreationGreaterThan\":1}";
        for (String actions :
                List.of(
                        "{}",
                        "{\"baseBlob\":{}}",
                        "{\"baseBlob\":{\"delete\":{}}}",
                        "{\"baseBlob\":{\"delete\":7}}",
                        "{\"baseBlob\":{\"delete\":" + day + ",\"tierToCool\":{}}}",
                        "{\"baseBlob\":{\"delete\":" + day + ",\"tierToHot\":{}}}",
                        "{\"baseBlob\":{\"delete\":" + day + ",\"rename\":{}}}",
                        "{\"baseBlob\":{\"delete\":" + day + "},\"archive\":{}}",
                        "{\"baseBlob\":{\"tierToHot\":" + day + "}}",
                        "{\"snapshot\":{\"tierToHot\":" + age + "}}",
                        "{\"baseBlob\":{\"rename\":" + day + "}}",
                        "{\"archive\":{\"delete\":" + day + "}}",
                        "{\"snapshot\":{\"delete\":" + day + "}}",
                        "{\"version\":{\"delete\":" + day + "}}",
                        "{\"baseBlob\":{\"delete\":"
                                + day
                                + ",\"enableAutoTierToHotFromCool\":true}}",
                        "{\"baseBlob\":{\"delete\":{\"daysAfterLastAccessTimeGreaterThan\":1}}}",
                        "{\"baseBlob\":{\"delete\":{\"daysAfterModificationGreaterThan\":1,"
                                + "\"daysAfterCreationGreaterThan\":1}}}",
                        "{\"baseBlob\":{\"delete\":{\"daysAfterModificationGreaterThan\":1,"
                                + "\"daysAfterLastTierChangeGreaterThan\":1}}}",
                        "{\"baseBlob\":{\"tierToArchive\":{\"daysAfterCreationGreaterThan\":1,"
                                + "\"daysAfterLastTierChangeGreaterThan\":1}}}",
                        days("-1"),
                        days("1.5"),
                        days("365001"),
                        days("1e99"),
                        days("1e999"),
                        days("\"1\""))) {
            assertEquals(REFUSED, putRule(FILTER, actions), actions);
        }
        assertEquals("200", putRule(FILTER, days("365000")));
        assertEquals(
                REFUSED,
                putRule(
                        "{\"blobTypes\":[\"appendBlob\"]}",
                        "{\"baseBlob\":{\"tierToCool\":" + day + "}}"));
    }

    private static String days(String number) {
        return "{\"baseBlob\":{\"delete\":{\"daysAfterModificationGreaterThan\":" + number + "}}}";
    }

    @Test
    void anythingElseInTheBodyIsRefused() {
        String rule = rule("r", FILTER, DELETE);
        for (String body :
                List.of(
                        "{}",
                        "{\"properties\":{}}",
                        "{\"properties\":{\"policy\":{}}}",
                        "{\"properties\":{\"policy\":{\"rules\":{}}}}",
                        "{\"properties\":{\"policy\":{\"rules\":[7]}}}",
                        "{\"properties\":{\"policy\":{\"rules\":[" + rule + "],\"more\":1}}}",
                        "{\"properties\":{\"policy\":{\"rules\":[" + rule + "]},\"more\":1}}",
                        "{\"more\":1,\"properties\":{\"policy\":{\"rules\":[" + rule + "]}}}",
                        body(rule.replace("Lifecycle", "Other")),
                        body(rule.replace("\"type\"", "\"kind\"")),
                        body(rule.replace("{\"name\"", "{\"enabled\":\"yes\",\"name\"")))) {
            assertEquals(REFUSED, outcome(platform.arm("PUT", policy, body)), body);
        }
        assertEquals("400 InvalidRequestContent", outcome(platform.arm("PUT", policy, "{")));
    }

    @Test
    void aRefusalSaysWhere() {
        assertTrue(
                World.text(put(rule("r", FILTER, DELETE) + "," + rule("?", FILTER, DELETE)))
                        .contains("'properties.policy.rules[1].name'"));
        String tags = filter("blobIndexMatch", "{\"name\":\"a\"}", 1);
        assertTrue(
                World.text(put(rule("r", tags, DELETE)))
                        .contains("rules[0].definition.filters.blobIndexMatch[0].value'"));
        assertTrue(World.text(put("7")).contains("'properties.policy.rules[0]'"));
    }

    @Test
    void rolesDecide() {
        Caller.Principal reader = platform.with("Reader", platform.account("acct"));
        Caller.Principal contributor = platform.with("Contributor", platform.account("acct"));
        Caller.Principal nobody = platform.with("Reader", platform.account("another"));
        String body = body(rule("r", FILTER, DELETE));
        assertEquals("403 AuthorizationFailed", outcome(platform.arm(reader, "PUT", policy, body)));
        assertEquals("200", outcome(platform.arm(contributor, "PUT", policy, body)));
        assertEquals("200", outcome(platform.arm(reader, "GET", policy, "")));
        assertEquals("403 AuthorizationFailed", outcome(platform.arm(nobody, "GET", policy, "")));
        assertEquals(
                "403 AuthorizationFailed", outcome(platform.arm(reader, "DELETE", policy, "")));
        assertEquals("200", outcome(platform.arm(contributor, "DELETE", policy, "")));
    }

    @Test
    void thereIsOnePolicyOfAnAccountThatIsThere() {
        String body = body(rule("r", FILTER, DELETE));
        String other = platform.account("acct") + "/managementPolicies/other";
        assertTrue(outcome(platform.arm("PUT", other, body)).startsWith("404"));
        String none = platform.account("none") + "/managementPolicies/default";
        assertEquals("404 ResourceNotFound", outcome(platform.arm("PUT", none, body)));
        assertEquals("404 ResourceNotFound", outcome(platform.arm("GET", none, "")));
    }
}
