package fr.bleu.storage.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Route;
import fr.bleu.http.Site;
import fr.bleu.storage.Signed;
import fr.bleu.storage.World;
import fr.bleu.trust.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Every route of the Resource Manager that changes anything, found at run time, against containers
 * that are held, as the tenant's owner and as the operator: none shortens or ends what holds them.
 * {@link fr.bleu.storage.HeldWalkTest} walks the Blob service's routes.
 */
class HeldArmWalkTest {
    private static final String LOCKED = "locked";
    private static final String HELD = "onhold";
    private static final String VERSIONS = "versions";
    private static final String UNTIL = "Wed, 25 Nov 2026 12:00:00 GMT";
    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z]+)(?:\\.\\.\\.)?}");

    /** Bodies that try to weaken what holds, beside what the routes need. */
    private static final List<String> ATTEMPTS =
            List.of(
                    "",
                    "{}",
                    ArmPlatform.TEMPLATE,
                    "{\"location\":\"francecentral\",\"tags\":{\"a\":\"b\"}}",
                    "{\"properties\":{\"immutabilityPeriodSinceCreationInDays\":1}}",
                    "{\"properties\":{\"immutabilityPeriodSinceCreationInDays\":0,"
                            + "\"state\":\"Unlocked\"}}",
                    "{\"properties\":{\"immutabilityPolicy\":null,\"legalHold\":null,"
                            + "\"hasLegalHold\":false,\"metadata\":{\"a\":\"2\"}}}",
                    "{\"properties\":{\"immutableStorageWithVersioning\":{\"enabled\":false}}}",
                    "{\"properties\":{\"immutableStorageWithVersioning\":{\"enabled\":true}}}",
                    "{\"properties\":{\"isVersioningEnabled\":false}}",
                    "{\"properties\":{\"deleteRetentionPolicy\":{\"enabled\":true,\"days\":1,"
                            + "\"allowPermanentDelete\":true},"
                            + "\"containerDeleteRetentionPolicy\":{\"enabled\":true,\"days\":1}}}",
                    "{\"action\":\"Break\",\"breakPeriod\":0}",
                    "{\"tags\":[\"other\"]}",
                    "{\"keyName\":\"key1\"}");

    private ArmPlatform platform;
    private String key;

    @BeforeEach
    void open() throws Exception {
        platform = new ArmPlatform();
        platform.arm("200", "PUT", platform.account("holder"), ArmPlatform.TEMPLATE);
        platform.arm(
                "200",
                "PUT",
                platform.account("holder") + "/blobServices/default",
                "{\"properties\":{\"isVersioningEnabled\":true}}");
        platform.arm("201", "PUT", container(LOCKED), "{}");
        platform.arm("201", "PUT", container(HELD), "{}");
        platform.arm(
                "201",
                "PUT",
                container(VERSIONS),
                "{\"properties\":{\"immutableStorageWithVersioning\":{\"enabled\":true}}}");
        policy("PUT", "", "{\"properties\":{\"immutabilityPeriodSinceCreationInDays\":2}}");
        policy("POST", "/lock", "");
        platform.arm("200", "POST", container(HELD) + "/setLegalHold", "{\"tags\":[\"case17\"]}");
        // The second, since the walk regenerates the first.
        Answer keys = platform.arm("POST", platform.account("holder") + "/listKeys", "");
        key = ArmPlatform.json(keys).path("keys").path(1).path("value").asString();
        for (String name : List.of(LOCKED, HELD, VERSIONS)) {
            FakeRequest put = blob("PUT", name).with("x-ms-blob-type", "BlockBlob").body("x");
            if (name.equals(VERSIONS)) {
                put.with("x-ms-immutability-policy-until-date", UNTIL)
                        .with("x-ms-immutability-policy-mode", "Locked");
            }
            assertEquals("201", World.outcome(signed(put)));
        }
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private void policy(String method, String below, String body) {
        FakeRequest request =
                platform.armRequest(
                        platform.owner,
                        method,
                        container(LOCKED) + "/immutabilityPolicies/default" + below);
        Answer answer =
                platform.send(
                        (below.isEmpty() ? request : request.with("if-match", "*")).body(body));
        assertEquals("200", ArmPlatform.outcome(answer));
    }

    private String container(String name) {
        return platform.account("holder") + "/blobServices/default/containers/" + name;
    }

    private FakeRequest blob(String method, String container) {
        return platform.blob("holder", method, "/" + container + "/b");
    }

    private Answer signed(FakeRequest request) {
        return platform.send(Signed.sharedKey(request, "holder", key, platform.clock.instant()));
    }

    @Test
    void noRouteShortensOrEndsWhatHolds() throws Exception {
        List<String> wrong = new ArrayList<>();
        int walked = 0;
        for (Route route : platform.routes()) {
            if (route.site() != Site.MANAGEMENT
                    || List.of("GET", "HEAD").contains(route.method())) {
                continue;
            }
            for (String name : List.of(LOCKED, HELD, VERSIONS)) {
                for (String body : ATTEMPTS) {
                    String outcome = attempt(platform.owner, route, name, body);
                    walked++;
                    if (!isIntact()) {
                        wrong.add(route.name() + " " + name + " " + body + ": " + outcome);
                        close();
                        open();
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(walked > 1_000, "walked " + walked);
    }

    /** The operator is no caller of the Resource Manager at all. */
    @Test
    void theOperatorIsNoCaller() throws Exception {
        Caller operator = new Caller.Operator("root", World.ORIGIN);
        int walked = 0;
        for (Route route : platform.routes()) {
            boolean changes = !List.of("GET", "HEAD").contains(route.method());
            if (route.site() == Site.MANAGEMENT && changes) {
                walked++;
                assertEquals(
                        "401 AuthenticationFailed",
                        attempt(operator, route, LOCKED, "{}"),
                        route.name());
            }
        }
        assertTrue(walked > 30, "walked " + walked);
        assertTrue(isIntact());
    }

    /** That the walk can fail: a legal hold ends by the one route that is for it. */
    @Test
    void aLegalHoldEndsByItsOwnRoute() {
        platform.arm("200", "POST", container(HELD) + "/clearLegalHold", "{\"tags\":[\"case17\"]}");
        assertTrue(!isIntact());
    }

    private String attempt(Caller caller, Route route, String container, String body)
            throws Exception {
        String target =
                PARAMETER
                        .matcher(route.path())
                        .replaceAll(found -> value(found.group(1), container));
        FakeRequest request =
                platform.armRequest(caller, route.method(), target)
                        .with("if-match", "*")
                        .body(body);
        Answer answer = platform.send(request);
        if (answer.status() == 202) {
            ended(answer);
        }
        if (route.path().endsWith("/unregister")) {
            platform.arm("POST", platform.path() + "/providers/Microsoft.Storage/register", "");
        }
        return ArmPlatform.outcome(answer);
    }

    private String value(String parameter, String container) {
        return switch (parameter) {
            case "subscription" -> platform.subscription.toString();
            case "group" -> "g";
            case "name" -> "holder";
            case "container" -> container;
            case "namespace" -> "Microsoft.Storage";
            case "rest" -> "Bleu.None/a/b";
            default -> UUID.randomUUID().toString();
        };
    }

    /** A group's deletion goes on after its answer. */
    private void ended(Answer begun) throws InterruptedException {
        String poll = World.header(begun, "Location").replaceFirst("^https://[^/]*", "");
        poll = poll.substring(0, poll.indexOf('?'));
        while (platform.arm("GET", poll, "").status() == 202) {
            Thread.sleep(20);
        }
    }

    private boolean isIntact() {
        JsonNode locked = properties(LOCKED).path("immutabilityPolicy").path("properties");
        JsonNode tag = properties(HELD).path("legalHold").path("tags").path(0).path("tag");
        boolean held =
                locked.path("state").asString("").equals("Locked")
                        && locked.path("immutabilityPeriodSinceCreationInDays").intValue(0) >= 2
                        && tag.asString("").equals("case17")
                        && properties(VERSIONS)
                                .path("immutableStorageWithVersioning")
                                .path("enabled")
                                .booleanValue(false);
        return held && isVersioning() && isHeldBlob();
    }

    private JsonNode properties(String name) {
        return ArmPlatform.json(platform.arm("GET", container(name), "")).path("properties");
    }

    private boolean isVersioning() {
        String service = platform.account("holder") + "/blobServices/default";
        return ArmPlatform.json(platform.arm("GET", service, ""))
                .path("properties")
                .path("isVersioningEnabled")
                .booleanValue(false);
    }

    private boolean isHeldBlob() {
        for (String name : List.of(LOCKED, HELD)) {
            if (signed(blob("HEAD", name)).status() != 200) {
                return false;
            }
        }
        Answer version = signed(blob("HEAD", VERSIONS));
        return version.status() == 200
                && World.header(version, "x-ms-immutability-policy-until-date").equals(UNTIL)
                && World.header(version, "x-ms-immutability-policy-mode")
                        .equalsIgnoreCase("locked");
    }
}
