package fr.bleu.storage.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.storage.World;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Legal holds and immutability policies of containers through the Resource Manager. */
class HoldArmTest {
    private static final String STALE = "412 ContainerImmutabilityPolicyFailure";
    private static final String LOCKED = "409 ContainerImmutabilityPolicyLocked";

    private ArmPlatform platform;
    private String container;
    private String policy;

    @BeforeEach
    void open() throws Exception {
        platform = new ArmPlatform();
        platform.arm("PUT", platform.account("holder"), ArmPlatform.TEMPLATE);
        container = platform.account("holder") + "/blobServices/default/containers/con";
        policy = container + "/immutabilityPolicies/default";
        platform.arm("201", "PUT", container, "{}");
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private static String days(int days) {
        return "{\"properties\":{\"immutabilityPeriodSinceCreationInDays\":" + days + "}}";
    }

    private Answer send(String method, String target, String etag, String body) {
        FakeRequest request = platform.armRequest(platform.owner, method, target).body(body);
        return platform.send(etag.isEmpty() ? request : request.with("if-match", etag));
    }

    /** The policy after a request that must succeed. */
    private JsonNode done(String method, String target, String etag, String body) {
        Answer answer = send(method, target, etag, body);
        assertEquals("200", ArmPlatform.outcome(answer), World.text(answer));
        JsonNode json = ArmPlatform.json(answer);
        assertEquals(etag(json), World.header(answer, "ETag"));
        return json;
    }

    private String refused(String method, String target, String etag, String body) {
        return ArmPlatform.outcome(send(method, target, etag, body));
    }

    private static String state(JsonNode policy) {
        JsonNode properties = policy.path("properties");
        return properties.path("state").asString()
                + " "
                + properties.path("immutabilityPeriodSinceCreationInDays").intValue();
    }

    private static String etag(JsonNode policy) {
        return policy.path("etag").asString();
    }

    @Test
    void aPolicyIsLaidDownLockedAndExtended() {
        assertEquals("Unlocked 0", state(done("GET", policy, "", "")));
        JsonNode made = done("PUT", policy, "", days(3));
        assertEquals("Unlocked 3", state(made));
        assertEquals(policy, made.path("id").asString());
        assertEquals("default", made.path("name").asString());
        assertEquals(
                "Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies",
                made.path("type").asString());
        JsonNode less = done("PUT", policy, etag(made), days(2));
        assertEquals(STALE, refused("PUT", policy, etag(made), days(1)));
        assertEquals(STALE, refused("POST", policy + "/lock", etag(made), ""));
        JsonNode locked = done("POST", policy + "/lock", etag(less), "");
        assertEquals("Locked 2", state(locked));
        assertEquals(LOCKED, refused("PUT", policy, "", days(9)));
        assertEquals(LOCKED, refused("DELETE", policy, etag(locked), ""));
        assertEquals(LOCKED, refused("POST", policy + "/extend", etag(locked), days(1)));
        assertEquals(STALE, refused("POST", policy + "/extend", etag(less), days(9)));
        JsonNode longer = done("POST", policy + "/extend", etag(locked), days(9));
        assertEquals("Locked 9", state(longer));
        assertEquals(longer, done("GET", policy, "", ""));
    }

    @Test
    void anUnlockedPolicyIsTakenBackAndNotExtended() {
        JsonNode made = done("PUT", policy, "", days(3));
        assertEquals(LOCKED, refused("POST", policy + "/extend", etag(made), days(4)));
        // Shells take the quotes off.
        JsonNode gone = done("DELETE", policy, etag(made).replace("\"", ""), "");
        assertEquals("Unlocked 0", state(gone));
        assertEquals("Unlocked 0", state(done("GET", policy, "", "")));
        assertEquals(STALE, refused("DELETE", policy, "*", ""));
        assertEquals(STALE, refused("PUT", policy, "*", days(3)));
    }

    /** Whoever changes a policy for good must have seen it. */
    @Test
    void lockingExtendingAndTakingBackNeedAnEtag() {
        done("PUT", policy, "", days(3));
        assertEquals(STALE, refused("DELETE", policy, "", ""));
        assertEquals(STALE, refused("POST", policy + "/lock", "", ""));
        done("POST", policy + "/lock", "*", "");
        assertEquals(STALE, refused("POST", policy + "/extend", "", days(4)));
        assertEquals("Locked 3", state(done("GET", policy, "", "")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"immutabilityPeriodSinceCreationInDays\":\"3\"}",
                "{\"immutabilityPeriodSinceCreationInDays\":3,\"allowProtectedAppendWrites\":true}",
                "{\"immutabilityPeriodSinceCreationInDays\":3,"
                        + "\"allowProtectedAppendWritesAll\":true}",
                "{\"immutabilityPeriodSinceCreationInDays\":3,\"mode\":\"soft\"}",
            })
    void whatIsNotHonouredIsRefusedByName(String properties) {
        String body = "{\"properties\":" + properties + "}";
        String refused = "400 InvalidRequestPropertyValue";
        assertEquals(refused, refused("PUT", policy, "", body));
        assertEquals(refused, refused("POST", policy + "/extend", "*", body));
        assertEquals("Unlocked 0", state(done("GET", policy, "", "")));
    }

    @Test
    void daysHaveBounds() {
        assertEquals("400 OutOfRangeInput", refused("PUT", policy, "", days(0)));
        assertEquals("400 OutOfRangeInput", refused("PUT", policy, "", days(146_001)));
        done("PUT", policy, "", days(146_000));
    }

    private static List<String> texts(JsonNode list, String member) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(it -> it.path(member).asString())
                .toList();
    }

    @Test
    void theContainerTellsWhoHeldItAndWhen() {
        done("PUT", policy, "", days(3));
        platform.clock.advance(Duration.ofSeconds(5));
        done("POST", policy + "/lock", "*", "");
        done("POST", policy + "/extend", "*", days(5));
        platform.arm("200", "POST", container + "/setLegalHold", "{\"tags\":[\"Case17\"]}");
        JsonNode held = ArmPlatform.json(platform.arm("GET", container, "")).path("properties");
        assertTrue(held.path("hasImmutabilityPolicy").booleanValue());
        assertTrue(held.path("hasLegalHold").booleanValue());
        JsonNode shown = held.path("immutabilityPolicy");
        assertEquals("Locked 5", state(shown));
        assertEquals(etag(done("GET", policy, "", "")), etag(shown));
        JsonNode history = shown.path("updateHistory");
        assertEquals(List.of("put", "lock", "extend"), texts(history, "update"));
        assertEquals("2026-11-23T12:00:00.5000000Z", texts(history, "timestamp").getFirst());
        assertTrue(texts(history, "timestamp").get(1).startsWith("2026-11-23T12:00:05.500000"));
        String me = platform.owner.principal().toString();
        assertEquals(List.of(me, me, me), texts(history, "objectIdentifier"));
        assertEquals(platform.owner.tenant().toString(), texts(history, "tenantId").getFirst());
        JsonNode tag = held.path("legalHold").path("tags").path(0);
        assertEquals("case17", tag.path("tag").asString());
        assertEquals(me, tag.path("objectIdentifier").asString());
        assertEquals("2026-11-23T12:00:05.5000000Z", tag.path("timestamp").asString());
    }

    @Test
    void legalHoldsAreSetAndClearedByTheirTags() {
        String set = container + "/setLegalHold";
        String clear = container + "/clearLegalHold";
        assertEquals(
                "{\"hasLegalHold\":true,\"tags\":[\"tag1\",\"tag2\"]}",
                World.text(platform.arm("POST", set, "{\"tags\":[\"tag2\",\"TAG1\"]}")));
        assertEquals(
                "{\"hasLegalHold\":true,\"tags\":[\"tag2\"]}",
                World.text(platform.arm("POST", clear, "{\"tags\":[\"Tag1\"]}")));
        platform.arm("409 ContainerHasLegalHold", "DELETE", container, "");
        platform.arm("409 AccountProtectedFromDeletion", "DELETE", platform.account("holder"), "");
        assertEquals(
                "{\"hasLegalHold\":false,\"tags\":[]}",
                World.text(
                        platform.arm(
                                "POST",
                                clear,
                                "{\"tags\":[\"tag2\"],\"allowProtectedAppendWritesAll\":false}")));
        for (String body :
                List.of(
                        "{}",
                        "{\"tags\":\"tag1\"}",
                        "{\"tags\":[1]}",
                        "{\"tags\":[\"tag1\"],\"allowProtectedAppendWritesAll\":true}")) {
            platform.arm("400 InvalidRequestPropertyValue", "POST", set, body);
        }
        platform.arm("400 InvalidInput", "POST", set, "{\"tags\":[\"a b c\"]}");
        platform.arm("200", "DELETE", container, "");
        platform.arm("404 ContainerNotFound", "POST", set, "{\"tags\":[\"tag1\"]}");
    }

    @Test
    void rolesOfTheDataOpenNoPolicy() {
        var writer = platform.with("Storage Blob Data Contributor", container);
        String refused = "403 AuthorizationFailed";
        for (String target : List.of(policy + "/lock", policy + "/extend", container + "/lease")) {
            assertEquals(
                    refused, ArmPlatform.outcome(platform.arm(writer, "POST", target, days(9))));
        }
        assertEquals(refused, ArmPlatform.outcome(platform.arm(writer, "PUT", policy, days(9))));
        assertFalse(
                ArmPlatform.json(platform.arm("GET", container, ""))
                        .path("properties")
                        .path("hasImmutabilityPolicy")
                        .booleanValue());
    }
}
