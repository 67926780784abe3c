package fr.bleu.storage.api;

import static fr.bleu.storage.api.ArmPlatform.json;
import static fr.bleu.storage.api.ArmPlatform.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.storage.Signed;
import fr.bleu.storage.World;
import fr.bleu.trust.Origin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an account's template says of who may come in holds on the wire. */
class AccountRulesTest {
    private static final String HERE =
            "\"location\":\"francecentral\",\"kind\":\"StorageV2\","
                    + "\"sku\":{\"name\":\"Standard_LRS\"}";
    private static final String DENIED = "403 AuthorizationFailure";
    private static final String NO_KEYS = "403 KeyBasedAuthenticationNotPermitted";

    /** From where requests of these tests come. */
    private static final String PEER = World.ORIGIN.address();

    private ArmPlatform platform;
    private String key;
    private String caller;

    @BeforeEach
    void open() throws Exception {
        platform = new ArmPlatform();
        put("");
        String account = platform.account("acct");
        Answer keys = platform.arm("POST", account + "/listKeys", "");
        key = json(keys).path("keys").path(0).path("value").asString();
        caller = platform.named(platform.with("Storage Blob Data Contributor", account));
        assertEquals("201", World.outcome(byToken("PUT", "/con?restype=container")));
        assertEquals("201", World.outcome(byToken("PUT", "/con/b")));
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private Answer put(String properties) {
        String body = "{" + HERE + ",\"properties\":{" + properties + "}}";
        return platform.arm("PUT", platform.account("acct"), body);
    }

    private JsonNode patch(String properties) {
        String body = "{\"properties\":{" + properties + "}}";
        Answer answer = platform.arm("PATCH", platform.account("acct"), body);
        assertEquals("200", outcome(answer));
        return json(answer).path("properties");
    }

    private Answer byToken(String method, String target) {
        return platform.send(request(method, target).with("test-caller", caller));
    }

    private FakeRequest request(String method, String target) {
        FakeRequest request = platform.blob("acct", method, target);
        return method.equals("PUT")
                ? request.with("x-ms-blob-type", "BlockBlob").body("x")
                : request;
    }

    private String byKey() {
        return byKey(platform.blob("acct", "GET", "/?comp=list"));
    }

    private String byKey(FakeRequest request) {
        return World.outcome(
                platform.send(Signed.sharedKey(request, "acct", key, platform.clock.instant())));
    }

    private String bySignature() {
        String sas = Signed.accountSas("acct", key, "rl");
        return World.outcome(platform.send(request("GET", "/con/b?" + sas)));
    }

    private String byNobody() {
        return World.outcome(platform.send(request("GET", "/con/b")));
    }

    private void requireAll(String outcome) {
        assertEquals(outcome, World.outcome(byToken("GET", "/con/b")), "token");
        assertEquals(outcome, World.outcome(byToken("PUT", "/con/b")).replace("201", "200"));
        assertEquals(outcome, byKey(), "key");
        assertEquals(outcome, bySignature(), "signature");
    }

    @Test
    void withoutSharedKeysOnlyTokensComeIn() {
        assertEquals("200", byKey());
        assertEquals("200", bySignature());
        assertFalse(
                patch("\"allowSharedKeyAccess\":false").path("allowSharedKeyAccess").asBoolean());
        assertEquals(NO_KEYS, byKey());
        assertEquals(NO_KEYS, bySignature());
        assertEquals("200", World.outcome(byToken("GET", "/con/b")));
        put("");
        assertEquals(NO_KEYS, byKey(), "a PUT that says nothing opens nothing");
        patch("\"allowSharedKeyAccess\":true");
        assertEquals("200", byKey());
    }

    @Test
    void whatIsDeniedByDefaultComesInFromAllowedNetworksOnly() {
        patch("\"networkAcls\":{\"defaultAction\":\"Deny\"}");
        requireAll(DENIED);
        assertEquals(DENIED, byNobody());
        patch("\"networkAcls\":{\"ipRules\":[{\"value\":\"198.51.100.0/24\"}]}");
        requireAll(DENIED);
        for (String range : new String[] {PEER, "192.0.2.0/24", "192.0.0.0/16", "0.0.0.0/0"}) {
            patch(
                    "\"networkAcls\":{\"ipRules\":[{\"value\":\""
                            + range
                            + "\",\"action\":\"Allow\"}]}");
            requireAll("200");
        }
        patch("\"networkAcls\":{\"ipRules\":[{\"value\":\"192.0.2.8/29\"}]}");
        requireAll(DENIED);
        put("");
        requireAll(DENIED);
        patch("\"networkAcls\":{\"ipRules\":[]}");
        requireAll(DENIED);
        patch("\"networkAcls\":{\"defaultAction\":\"Allow\"}");
        requireAll("200");
    }

    @Test
    void whoSpeaksIpv6IsInNoneOfTheNetworks() {
        patch(
                "\"networkAcls\":{\"defaultAction\":\"Deny\",\"ipRules\":[{\"value\":\"0.0.0.0/0\"}]}");
        FakeRequest six = platform.blob("acct", "GET", "/?comp=list");
        assertEquals(DENIED, byKey(six.origin(new Origin("2001:db8::7", "r"))));
        FakeRequest mapped = platform.blob("acct", "GET", "/?comp=list");
        assertEquals("200", byKey(mapped.origin(new Origin("::ffff:192.0.2.7", "r"))));
    }

    @Test
    void withoutPublicNetworkAccessNobodyComesIn() {
        patch(
                "\"publicNetworkAccess\":\"Disabled\",\"networkAcls\":{\"ipRules\":[{\"value\":\""
                        + PEER
                        + "\"}]}");
        requireAll(DENIED);
        patch("\"publicNetworkAccess\":\"Enabled\"");
        requireAll("200");
    }

    @Test
    void aCopysSourceIsBehindItsOwnRules() {
        String body = "{" + HERE + "}";
        platform.arm("PUT", platform.account("dest"), body);
        String role = platform.account("dest");
        var both = platform.with("Storage Blob Data Contributor", platform.group("g"));
        String name = platform.named(both);
        platform.send(
                platform.blob("dest", "PUT", "/con?restype=container").with("test-caller", name));
        patch("\"networkAcls\":{\"defaultAction\":\"Deny\"}");
        String sas = Signed.accountSas("acct", key, "r");
        Answer copy =
                platform.send(
                        platform.blob("dest", "PUT", "/con/copy")
                                .with("test-caller", name)
                                .with("x-ms-blob-type", "BlockBlob")
                                .with(
                                        "x-ms-copy-source",
                                        "https://acct.blob.core.bleu.localhost:8443/con/b?" + sas)
                                .body(""));
        assertEquals("403 CannotVerifyCopySource", World.outcome(copy), role);
    }

    @Test
    void theRulesAreShownAsTheyAre() {
        JsonNode shown =
                patch(
                        "\"allowBlobPublicAccess\":true,\"networkAcls\":{\"defaultAction\":\"Deny\",\"bypass\":\"Logging,"
                            + " Metrics\","
                            + "\"ipRules\":[{\"value\":\"192.0.2.0/24\"},{\"value\":\"192.0.2.9\"}]}");
        assertEquals("true", shown.path("allowBlobPublicAccess").asString());
        JsonNode acls = shown.path("networkAcls");
        assertEquals("Deny", acls.path("defaultAction").asString());
        assertEquals("Logging, Metrics", acls.path("bypass").asString());
        assertEquals("192.0.2.0/24", acls.path("ipRules").path(0).path("value").asString());
        assertEquals("Allow", acls.path("ipRules").path(1).path("action").asString());
        JsonNode again = json(platform.arm("GET", platform.account("acct"), "")).path("properties");
        assertEquals(acls, again.path("networkAcls"));
    }
}
