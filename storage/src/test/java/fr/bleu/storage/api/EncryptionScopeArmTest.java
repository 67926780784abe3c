package fr.bleu.storage.api;

import static fr.bleu.storage.api.ArmPlatform.json;
import static fr.bleu.storage.api.ArmPlatform.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.storage.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Encryption scopes through the Resource Manager. */
class EncryptionScopeArmTest {
    private static final String ACCOUNT =
            "{\"location\":\"francecentral\",\"kind\":\"StorageV2\","
                    + "\"sku\":{\"name\":\"Standard_LRS\"}}";
    private static final String BAD = "400 InvalidRequestPropertyValue";

    private ArmPlatform platform;

    @BeforeEach
    void open() throws Exception {
        platform = new ArmPlatform();
        platform.arm("PUT", platform.account("acct"), ACCOUNT);
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private String path(String name) {
        return platform.account("acct") + "/encryptionScopes" + (name.isEmpty() ? "" : "/" + name);
    }

    private Answer put(String name, String properties) {
        return platform.arm("PUT", path(name), "{\"properties\":{" + properties + "}}");
    }

    @Test
    void aScopeIsMadeShownDisabledAndListed() {
        Answer made = put("red", "\"source\":\"Microsoft.Storage\"");
        assertEquals("201", outcome(made));
        assertFalse(World.header(made, "bleu-receipt").isEmpty());
        assertEquals("200", outcome(put("red", "\"source\":\"Microsoft.Storage\"")));
        JsonNode shown = json(platform.arm("GET", path("red"), ""));
        assertEquals("red", shown.path("name").asString());
        assertEquals(path("red"), shown.path("id").asString());
        assertEquals(
                "Microsoft.Storage/storageAccounts/encryptionScopes",
                shown.path("type").asString());
        assertEquals("Enabled", shown.path("properties").path("state").asString());
        assertEquals("Microsoft.Storage", shown.path("properties").path("source").asString());
        Answer patched =
                platform.arm("PATCH", path("red"), "{\"properties\":{\"state\":\"Disabled\"}}");
        assertEquals("200", outcome(patched));
        assertEquals("Disabled", json(patched).path("properties").path("state").asString());
        put("blue", "");
        assertEquals(2, listed("").size());
        assertEquals("blue", listed("?$include=Enabled").get(0).path("name").asString());
        assertEquals("red", listed("?$include=Disabled").get(0).path("name").asString());
        JsonNode page = json(platform.arm("GET", path("") + "?$maxpagesize=1", ""));
        assertEquals(1, page.path("value").size());
        String next = page.path("nextLink").asString();
        assertTrue(next.contains("$skiptoken=") || next.contains("%24skiptoken="), next);
        String rest = next.substring(next.indexOf("skiptoken=") + 10);
        assertEquals("red", listed("?$skiptoken=" + rest).get(0).path("name").asString());
    }

    private JsonNode listed(String query) {
        return json(platform.arm("GET", path("") + query, "")).path("value");
    }

    @Test
    void whatIsNotDoneIsRefused() {
        assertEquals(BAD, outcome(put("red", "\"source\":\"Microsoft.KeyVault\"")));
        assertEquals(BAD, outcome(put("red", "\"requireInfrastructureEncryption\":true")));
        assertEquals(BAD, outcome(put("red", "\"state\":\"Sleeping\"")));
        assertEquals(BAD, outcome(put("red", "\"keyVaultProperties\":{\"keyUri\":\"https://x\"}")));
        assertEquals(BAD, outcome(put("red", "\"colour\":\"red\"")));
        for (String name : new String[] {"ab", "Red", "a--b", "-ab", "x".repeat(64)}) {
            assertEquals("400 InvalidEncryptionScopeName", outcome(put(name, "")), name);
        }
        assertEquals("404 EncryptionScopeNotFound", outcome(platform.arm("GET", path("red"), "")));
        assertEquals(
                "404 EncryptionScopeNotFound", outcome(platform.arm("PATCH", path("red"), "{}")));
        for (String query : new String[] {"$filter=x", "$include=Some", "$maxpagesize=0"}) {
            assertEquals(
                    "400 InvalidValuesForRequestParameters",
                    outcome(platform.arm("GET", path("") + "?" + query, "")));
        }
    }

    @Test
    void aReaderReadsAndChangesNothing() {
        put("red", "");
        var reader = platform.with("Reader", platform.account("acct"));
        assertEquals("200", outcome(platform.arm(reader, "GET", path("red"), "")));
        assertEquals(
                "403 AuthorizationFailed", outcome(platform.arm(reader, "PUT", path("red"), "{}")));
        assertEquals(
                "403 AuthorizationFailed",
                outcome(platform.arm(reader, "PATCH", path("red"), "{}")));
    }

    @Test
    void theStateCountsOnTheWire() {
        put("red", "");
        var data = platform.with("Storage Blob Data Contributor", platform.account("acct"));
        String caller = platform.named(data);
        platform.send(
                platform.blob("acct", "PUT", "/con?restype=container").with("test-caller", caller));
        var write =
                platform.blob("acct", "PUT", "/con/b")
                        .with("test-caller", caller)
                        .with("x-ms-blob-type", "BlockBlob")
                        .with("x-ms-encryption-scope", "red")
                        .body("x");
        assertEquals("201", World.outcome(platform.send(write)));
        put("red", "\"state\":\"Disabled\"");
        var read = platform.blob("acct", "GET", "/con/b").with("test-caller", caller);
        assertEquals("403 AuthorizationFailure", World.outcome(platform.send(read)));
    }
}
