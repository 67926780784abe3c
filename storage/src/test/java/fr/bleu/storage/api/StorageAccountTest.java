package fr.bleu.storage.api;

import static fr.bleu.storage.api.ArmPlatform.json;
import static fr.bleu.storage.api.ArmPlatform.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.storage.Signed;
import fr.bleu.storage.World;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A storage account's whole life as the Resource Manager sees it, and all that is refused. */
class StorageAccountTest {
    private static final String HERE =
            "\"location\":\"francecentral\",\"kind\":\"StorageV2\",\"sku\":{\"name\":\"Standard_LRS\"}";

    private ArmPlatform platform;

    @BeforeEach
    void open() throws Exception {
        platform = new ArmPlatform();
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private Answer put(String name, String more) {
        return platform.arm(
                "PUT",
                platform.account(name),
                "{" + HERE + (more.isEmpty() ? "" : "," + more) + "}");
    }

    private String key(String account, int number) {
        Answer answer = platform.arm("POST", platform.account(account) + "/listKeys", "");
        assertEquals("200", outcome(answer));
        return json(answer).path("keys").path(number - 1).path("value").asString();
    }

    private String list(String account, String key) {
        FakeRequest request = platform.blob(account, "GET", "/?comp=list");
        return World.outcome(
                platform.send(Signed.sharedKey(request, account, key, platform.clock.instant())));
    }

    @Test
    void anAccountIsMadeShownChangedListedAndDeleted() {
        Answer made = put("first", "\"tags\":{\"a\":\"b\"}");
        assertEquals("200", outcome(made));
        assertFalse(World.header(made, "bleu-receipt").isEmpty());
        JsonNode shown = json(platform.arm("GET", platform.account("first"), ""));
        assertEquals("Microsoft.Storage/storageAccounts", shown.path("type").asString());
        assertEquals("francecentral", shown.path("location").asString());
        assertEquals("Standard_LRS", shown.path("sku").path("name").asString());
        assertEquals("b", shown.path("tags").path("a").asString());
        JsonNode properties = shown.path("properties");
        assertEquals("Succeeded", properties.path("provisioningState").asString());
        assertEquals(
                "https://first.blob.core.bleu.localhost:8443/",
                properties.path("primaryEndpoints").path("blob").asString());
        assertEquals(
                "https://first.bleu-web.localhost:8443/",
                properties.path("primaryEndpoints").path("web").asString());
        assertEquals(
                "2026-11-23T12:00:00.500Z",
                properties.path("keyCreationTime").path("key1").asString());
        Answer patched =
                platform.arm("PATCH", platform.account("first"), "{\"tags\":{\"c\":\"d\"}}");
        assertEquals("200", outcome(patched));
        assertEquals("d", json(patched).path("tags").path("c").asString());
        assertEquals("200", outcome(put("second", "")));
        assertEquals(2, listed(platform.path() + "/providers/Microsoft.Storage/storageAccounts"));
        assertEquals(
                2, listed(platform.group("g") + "/providers/Microsoft.Storage/storageAccounts"));
        assertEquals("200", outcome(platform.arm("DELETE", platform.account("first"), "")));
        assertEquals("204", outcome(platform.arm("DELETE", platform.account("first"), "")));
        assertEquals(
                "404 ResourceNotFound",
                outcome(platform.arm("GET", platform.account("first"), "")));
        assertEquals(1, listed(platform.path() + "/providers/Microsoft.Storage/storageAccounts"));
    }

    private int listed(String path) {
        Answer answer = platform.arm("GET", path, "");
        assertEquals("200", outcome(answer));
        return json(answer).path("value").size();
    }

    /** What a client read may be sent back as it is. */
    @Test
    void aReadAccountCanBePutBack() {
        put("first", "");
        String shown = json(platform.arm("GET", platform.account("first"), "")).toString();
        String key = key("first", 1);
        assertEquals("200", outcome(platform.arm("PUT", platform.account("first"), shown)));
        assertEquals(key, key("first", 1), "a PUT makes no new keys");
    }

    @Test
    void whatIsNotCarriedOutIsRefusedByName() {
        String[] properties = {
            "\"accessTier\":\"Cool\"",
            "\"supportsHttpsTrafficOnly\":false",
            "\"minimumTlsVersion\":\"TLS1_0\"",
            "\"allowBlobPublicAccess\":\"yes\"",
            "\"allowSharedKeyAccess\":\"false\"",
            "\"minimumTlsVersion\":\"TLS1_3\"",
            "\"allowCrossTenantReplication\":true",
            "\"defaultToOAuthAuthentication\":true",
            "\"isHnsEnabled\":\"true\"",
            "\"isNfsV3Enabled\":true",
            "\"isSftpEnabled\":true",
            "\"publicNetworkAccess\":\"SecuredByPerimeter\"",
            "\"largeFileSharesState\":\"Enabled\"",
            "\"dnsEndpointType\":\"AzureDnsZone\"",
            "\"customDomain\":{\"name\":\"www.example.org\"}",
            "\"sasPolicy\":{\"sasExpirationPeriod\":\"1.00:00:00\"}",
            "\"keyPolicy\":{\"keyExpirationPeriodInDays\":9}",
            "\"immutableStorageWithVersioning\":{\"enabled\":true}",
            "\"networkAcls\":{\"defaultAction\":\"Maybe\"}",
            "\"networkAcls\":{\"bypass\":\"Everybody\"}",
            "\"networkAcls\":{\"virtualNetworkRules\":[{\"id\":\"/subscriptions/s\"}]}",
            "\"networkAcls\":{\"resourceAccessRules\":[{\"tenantId\":\"t\"}]}",
            "\"networkAcls\":{\"ipRules\":[{\"value\":\"192.0.2.1\",\"action\":\"Deny\"}]}",
            "\"networkAcls\":{\"ipRules\":[{\"value\":\"2001:db8::1\"}]}",
            "\"networkAcls\":{\"ipRules\":[{\"value\":\"192.0.2.1/24\"}]}",
            "\"networkAcls\":{\"ipRules\":[{\"value\":\"192.0.2.1/33\"}]}",
            "\"networkAcls\":{\"ipRules\":[{\"value\":\"3221225985\"}]}",
            "\"networkAcls\":{\"ipRules\":[{\"value\":\"192.0.2.256\"}]}",
            "\"networkAcls\":{\"ipRules\":[{\"action\":\"Allow\"}]}",
            "\"networkAcls\":\"Deny\"",
            "\"encryption\":{\"keySource\":\"Microsoft.Keyvault\"}",
            "\"encryption\":{\"requireInfrastructureEncryption\":true}",
            "\"encryption\":{\"services\":{\"blob\":{\"enabled\":false}}}",
            "\"encryption\":{\"keyvaultproperties\":{\"keyname\":\"k\"}}",
            "\"neverHeardOf\":1",
            "\"accessTier\":{\"a\":1}"
        };
        for (String property : properties) {
            assertEquals(
                    "400 InvalidRequestPropertyValue",
                    outcome(put("refused", "\"properties\":{" + property + "}")),
                    property);
        }
        String[] bodies = {
            HERE + ",\"properties\":\"all\"",
            HERE + ",\"properties\":[1]",
            HERE + ",\"identity\":{\"type\":\"SystemAssigned\"}",
            HERE + ",\"zones\":[\"1\"]",
            HERE + ",\"neverHeardOf\":true",
            HERE.replace("StorageV2", "BlobStorage"),
            HERE.replace("Standard_LRS", "Standard_RAGRS"),
            HERE.replace("{\"name\":\"Standard_LRS\"}", "\"Standard_LRS\""),
            HERE.replace("\"Standard_LRS\"}", "\"Standard_LRS\",\"capacity\":9}"),
            HERE.replace("\"Standard_LRS\"}", "\"Standard_LRS\",\"tier\":\"Premium\"}")
        };
        for (String body : bodies) {
            assertEquals(
                    "400 InvalidRequestPropertyValue",
                    outcome(platform.arm("PUT", platform.account("refused"), "{" + body + "}")),
                    body);
        }
        assertEquals(
                "404 ResourceNotFound",
                outcome(platform.arm("GET", platform.account("refused"), "")));
        put("there", "");
        assertEquals(
                "400 InvalidRequestPropertyValue",
                outcome(
                        platform.arm(
                                "PATCH",
                                platform.account("there"),
                                "{\"properties\":{\"accessTier\":\"Cool\"}}")));
    }

    @Test
    void skuKindLocationAndNameAreAskedFor() {
        String account = platform.account("asked");
        String code = "400 InvalidValuesForRequestParameters";
        String here = "{\"location\":\"francecentral\"";
        assertEquals(
                code, outcome(platform.arm("PUT", account, here + ",\"kind\":\"StorageV2\"}")));
        assertEquals(
                code,
                outcome(
                        platform.arm(
                                "PUT", account, here + ",\"sku\":{\"name\":\"Standard_LRS\"}}")));
        assertEquals(
                "400 LocationRequired",
                outcome(
                        platform.arm(
                                "PUT",
                                account,
                                "{\"kind\":\"StorageV2\",\"sku\":{\"name\":\"Standard_LRS\"}}")));
        assertEquals(
                "403 RequestDisallowedByPolicy",
                outcome(
                        platform.arm(
                                "PUT",
                                account,
                                "{" + HERE.replace("francecentral", "eastus") + "}")));
        assertEquals(
                "404 ResourceNotFound", outcome(platform.arm("PATCH", account, "{\"tags\":{}}")));
        for (String name : List.of("ab", "UPPER", "with-hyphen", "a".repeat(25), "\u00e9t\u00e9")) {
            assertEquals(
                    "400 AccountNameInvalid",
                    outcome(
                            platform.arm(
                                    "PUT",
                                    platform.account(fr.bleu.http.Percent.encode(name)),
                                    "{" + HERE + "}")),
                    name);
        }
        put("asked", "");
        assertEquals(
                "409 InvalidResourceLocation",
                outcome(
                        platform.arm(
                                "PUT",
                                account,
                                "{" + HERE.replace("francecentral", "francesouth") + "}")));
    }

    @Test
    void aNameBelongsToOneAccountAndIsFreeAfterwards() {
        platform.arm("PUT", platform.group("h"), "{\"location\":\"francecentral\"}");
        assertTrue(available("shared").path("nameAvailable").asBoolean());
        put("shared", "");
        assertEquals("AlreadyExists", available("shared").path("reason").asString());
        assertEquals(
                "409 StorageAccountAlreadyTaken",
                outcome(platform.arm("PUT", platform.account("h", "shared"), "{" + HERE + "}")));
        assertEquals(
                "409 StorageAccountAlreadyTaken", outcome(put("subscriptions", "")), "reserved");
        assertEquals("AlreadyExists", available("subscriptions").path("reason").asString());
        assertEquals("AccountNameInvalid", available("No!").path("reason").asString());
        assertEquals("AccountNameInvalid", available("").path("reason").asString());
        platform.arm("DELETE", platform.account("shared"), "");
        assertTrue(available("shared").path("nameAvailable").asBoolean());
        assertEquals(
                "200",
                outcome(platform.arm("PUT", platform.account("h", "shared"), "{" + HERE + "}")));
    }

    private JsonNode available(String name) {
        Answer answer =
                platform.arm(
                        "POST",
                        platform.path() + "/providers/Microsoft.Storage/checkNameAvailability",
                        "{\"name\":\""
                                + name
                                + "\",\"type\":\"Microsoft.Storage/storageAccounts\"}");
        assertEquals("200", outcome(answer));
        return json(answer);
    }

    @Test
    void bothKeysOpenTheAccountUntilTheyAreRegenerated() {
        put("keyed", "");
        String one = key("keyed", 1);
        String two = key("keyed", 2);
        assertNotEquals(one, two);
        assertEquals("200", list("keyed", one));
        assertEquals("200", list("keyed", two));
        String path = platform.account("keyed") + "/regenerateKey";
        Answer fresh = platform.arm("POST", path, "{\"keyName\":\"key1\"}");
        assertEquals("200", outcome(fresh));
        assertFalse(World.header(fresh, "bleu-receipt").isEmpty());
        assertEquals("403 AuthenticationFailed", list("keyed", one));
        assertEquals("200", list("keyed", two));
        assertEquals("200", list("keyed", key("keyed", 1)));
        for (String name : List.of("key3", "kerb1", "", "KEY1")) {
            assertEquals(
                    "400 InvalidValuesForRequestParameters",
                    outcome(platform.arm("POST", path, "{\"keyName\":\"" + name + "\"}")),
                    name);
        }
        assertEquals(
                "404 ResourceNotFound",
                outcome(platform.arm("POST", platform.account("none") + "/listKeys", "")));
    }

    @Test
    void aDeletedAccountsKeysAndDataDoNotComeBackWithItsName() {
        put("again", "");
        String old = key("again", 1);
        FakeRequest create = platform.blob("again", "PUT", "/con?restype=container").body("");
        assertEquals(
                "201",
                World.outcome(
                        platform.send(
                                Signed.sharedKey(create, "again", old, platform.clock.instant()))));
        platform.arm("DELETE", platform.account("again"), "");
        assertEquals("404 ResourceNotFound", list("again", old));
        put("again", "");
        assertEquals("403 AuthenticationFailed", list("again", old));
        FakeRequest list = platform.blob("again", "GET", "/?comp=list");
        Answer answer =
                platform.send(
                        Signed.sharedKey(list, "again", key("again", 1), platform.clock.instant()));
        assertFalse(World.text(answer).contains("<Container>"), World.text(answer));
    }

    @Test
    void aReaderSeesNoKeysAndAStrangerNothing() {
        put("guarded", "");
        String scope = platform.account("guarded");
        var reader = platform.with("Reader", scope);
        assertEquals("200", outcome(platform.arm(reader, "GET", scope, "")));
        String refused = "403 AuthorizationFailed";
        assertEquals(refused, outcome(platform.arm(reader, "POST", scope + "/listKeys", "")));
        assertEquals(
                refused,
                outcome(
                        platform.arm(
                                reader,
                                "POST",
                                scope + "/regenerateKey",
                                "{\"keyName\":\"key1\"}")));
        assertEquals(refused, outcome(platform.arm(reader, "DELETE", scope, "")));
        assertEquals(refused, outcome(platform.arm(reader, "PUT", scope, "{" + HERE + "}")));
        var data = platform.with("Storage Blob Data Contributor", scope);
        assertEquals(refused, outcome(platform.arm(data, "POST", scope + "/listKeys", "")));
        // And Owner alone manages: data needs a data role.
        FakeRequest list = platform.blob("guarded", "GET", "/con?restype=container&comp=list");
        assertEquals(
                "403 AuthorizationPermissionMismatch",
                World.outcome(
                        platform.send(list.with("test-caller", platform.named(platform.owner)))));
    }

    @Test
    void usagesCountARegionsAccountsAndItsQuotaHolds() {
        assertEquals(0, used("francecentral"));
        for (int i = 0; i < 250; i++) {
            assertEquals("200", outcome(put("account" + i, "")));
        }
        assertEquals(250, used("francecentral"));
        assertEquals(250, used("France%20Central"));
        assertEquals(0, used("francesouth"));
        String code = "409 MaxStorageAccountsCountPerSubscriptionExceeded";
        assertEquals(code, outcome(put("onemore", "")));
        assertEquals("200", outcome(put("account7", "")));
        String south = "{" + HERE.replace("francecentral", "francesouth") + "}";
        assertEquals("200", outcome(platform.arm("PUT", platform.account("south"), south)));
        platform.arm("DELETE", platform.account("account7"), "");
        assertEquals("200", outcome(put("onemore", "")));
        assertEquals(
                "400 LocationNotAvailableForResourceType",
                outcome(platform.arm("GET", usages("mars"), "")));
    }

    private String usages(String region) {
        return platform.path() + "/providers/Microsoft.Storage/locations/" + region + "/usages";
    }

    private int used(String region) {
        JsonNode usage = json(platform.arm("GET", usages(region), "")).path("value").path(0);
        assertEquals("StorageAccounts", usage.path("name").path("value").asString());
        assertEquals(250, usage.path("limit").asInt());
        return usage.path("currentValue").asInt();
    }
}
