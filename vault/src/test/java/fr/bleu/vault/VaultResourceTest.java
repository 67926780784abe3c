package fr.bleu.vault;

import static fr.bleu.vault.TestPlatform.code;
import static fr.bleu.vault.TestPlatform.json;
import static fr.bleu.vault.TestPlatform.text;
import static fr.bleu.vault.TestPlatform.vaultBody;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.trust.Caller;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Vaults as resources: made, changed, listed, deleted, recovered, and what is refused. */
class VaultResourceTest {

    private static final String RECOVER = "\"createMode\":\"recover\"";

    private final TestPlatform platform = new TestPlatform();
    private final TestPlatform.Tenant tenant = platform.tenant(true);

    @AfterEach
    void close() {
        platform.close();
    }

    private Answer arm(String method, String target, String body) {
        return platform.arm(tenant.owner(), method, target, body);
    }

    private Answer put(String name, String more) {
        return platform.putVault(tenant, name, more);
    }

    private static JsonNode properties(Answer answer) {
        return json(answer).path("properties");
    }

    private static void assertRefused(int status, String code, Answer answer) {
        assertEquals(status, answer.status(), text(answer));
        assertEquals(code, code(answer), text(answer));
    }

    @Test
    void aVaultIsMadeShownListedAndPutBack() {
        Answer made = put("v-one", "");
        assertEquals(201, made.status());
        assertEquals(tenant.vault("v-one"), json(made).path("id").asString());
        assertEquals("Microsoft.KeyVault/vaults", json(made).path("type").asString());
        JsonNode shown = properties(made);
        assertEquals("https://v-one.vault.bleu.localhost:8443/", shown.path("vaultUri").asString());
        assertEquals(tenant.id().toString(), shown.path("tenantId").asString());
        assertEquals("standard", shown.path("sku").path("name").asString());
        assertEquals(90, shown.path("softDeleteRetentionInDays").asInt());
        assertTrue(shown.path("enableSoftDelete").asBoolean());
        assertTrue(shown.path("enableRbacAuthorization").asBoolean());
        assertFalse(shown.has("enablePurgeProtection"));
        assertEquals("Succeeded", shown.path("provisioningState").asString());
        Answer read = arm("GET", tenant.vault("v-one"), "");
        assertEquals(json(made), json(read));
        assertEquals(json(made), json(arm("PUT", tenant.vault("V-ONE"), text(read))));
        String all = tenant.path() + "/providers/Microsoft.KeyVault/vaults";
        assertEquals(1, json(arm("GET", all, "")).path("value").size());
        all = tenant.group("g") + "/providers/Microsoft.KeyVault/vaults";
        assertEquals(1, json(arm("GET", all, "")).path("value").size());
    }

    @Test
    void whatIsNotCarriedOutIsRefused() {
        for (String property :
                List.of(
                        "\"accessPolicies\":[{\"tenantId\":\"" + tenant.id() + "\"}]",
                        "\"enableRbacAuthorization\":false",
                        "\"enableSoftDelete\":false",
                        "\"enabledForDeployment\":true",
                        "\"enabledForTemplateDeployment\":true",
                        "\"enabledForDiskEncryption\":true",
                        "\"publicNetworkAccess\":\"Disabled\"",
                        "\"networkAcls\":{\"defaultAction\":\"Deny\"}",
                        "\"networkAcls\":{\"ipRules\":[{\"value\":\"192.0.2.1\"}]}",
                        "\"networkAcls\":7",
                        "\"softDeleteRetentionInDays\":6",
                        "\"softDeleteRetentionInDays\":91",
                        "\"softDeleteRetentionInDays\":\"7\"",
                        "\"softDeleteRetentionInDays\":7.5",
                        "\"enablePurgeProtection\":\"true\"",
                        "\"createMode\":\"purge\"",
                        "\"secrets\":[]")) {
            assertRefused(400, "BadRequest", put("v-one", property));
        }
        String premium = vaultBody(tenant, "").replace("standard", "premium");
        assertRefused(400, "BadRequest", arm("PUT", tenant.vault("v-one"), premium));
        String noSku =
                vaultBody(tenant, "").replaceAll("\"sku\":\\{[^}]*},?", "\"createMode\":null");
        assertRefused(400, "BadRequest", arm("PUT", tenant.vault("v-one"), noSku));
        String foreign = vaultBody(tenant, "").replace(tenant.id() + "", "0".repeat(8));
        assertRefused(400, "BadRequest", arm("PUT", tenant.vault("v-one"), foreign));
        assertEquals(List.of(), platform.stored.records(Tables.VAULTS));
    }

    @Test
    void whatAsksForNothingIsTaken() {
        Answer made =
                put(
                        "v-one",
                        "\"accessPolicies\":[],\"enabledForDeployment\":false,"
                                + "\"publicNetworkAccess\":\"enabled\","
                                + "\"networkAcls\":{\"bypass\":\"AzureServices\","
                                + "\"defaultAction\":\"Allow\",\"ipRules\":[]}");
        assertEquals(201, made.status(), text(made));
    }

    @Test
    void retentionIsFrom7To90DaysAndStays() {
        assertEquals(201, put("v-seven", "\"softDeleteRetentionInDays\":7").status());
        assertEquals(201, put("v-ninety", "\"softDeleteRetentionInDays\":90").status());
        assertRefused(400, "BadRequest", put("v-seven", "\"softDeleteRetentionInDays\":8"));
        String longer = "{\"properties\":{\"softDeleteRetentionInDays\":90}}";
        assertRefused(400, "BadRequest", arm("PATCH", tenant.vault("v-seven"), longer));
        // A PUT that does not say stays with what the vault has.
        assertEquals(7, properties(put("v-seven", "")).path("softDeleteRetentionInDays").asInt());
    }

    @Test
    void purgeProtectionOnceOnStaysOn() {
        Caller.Principal officer = platform.vault(tenant, "v-one", "");
        platform.set(officer, "v-one", "a", "v");
        platform.call(officer, "v-one", "DELETE", "/secrets/a");
        String on = "{\"properties\":{\"enablePurgeProtection\":true}}";
        assertEquals(200, arm("PATCH", tenant.vault("v-one"), on).status());
        Answer purge = platform.call(officer, "v-one", "DELETE", "/deletedsecrets/a");
        assertEquals(403, purge.status());
        String off = on.replace("true", "false");
        assertRefused(400, "BadRequest", arm("PATCH", tenant.vault("v-one"), off));
        assertRefused(400, "BadRequest", put("v-one", "\"enablePurgeProtection\":false"));
        assertTrue(properties(put("v-one", "")).path("enablePurgeProtection").asBoolean());
        // Only its time ends it.
        platform.clock.advance(Duration.ofDays(90));
        assertEquals(404, platform.call(officer, "v-one", "GET", "/deletedsecrets/a").status());
        assertEquals(200, platform.set(officer, "v-one", "a", "w").status());
    }

    @Test
    void namesAreAsAzuresAndTakenOnceForAllTenants() {
        for (String name : List.of("ab", "1abc", "a--b", "abc-", "a_b", "a".repeat(25))) {
            assertRefused(400, "VaultNameNotValid", put(name, ""));
        }
        assertEquals(201, put("V-One", "").status());
        TestPlatform.Tenant other = platform.tenant(false);
        assertRefused(409, "VaultAlreadyExists", platform.putVault(other, "v-one", ""));
        platform.group(tenant, "h");
        Answer second = arm("PUT", tenant.vault("h", "v-one"), vaultBody(tenant, ""));
        assertRefused(409, "VaultAlreadyExists", second);
    }

    @Test
    void aNameIsAvailableWhenNobodyHasItAndNoDeletedVaultKeepsIt() {
        assertAvailable("v-one", true, "");
        put("v-one", "\"softDeleteRetentionInDays\":7");
        assertAvailable("V-One", false, "AlreadyExists");
        assertAvailable("1", false, "AccountNameInvalid");
        arm("DELETE", tenant.vault("v-one"), "");
        assertAvailable("v-one", false, "AlreadyExists");
        platform.clock.advance(Duration.ofDays(7));
        assertAvailable("v-one", true, "");
    }

    private void assertAvailable(String name, boolean available, String reason) {
        Answer answer =
                arm(
                        "POST",
                        tenant.path() + "/providers/Microsoft.KeyVault/checkNameAvailability",
                        "{\"name\":\"" + name + "\",\"type\":\"Microsoft.KeyVault/vaults\"}");
        assertEquals(200, answer.status(), text(answer));
        assertEquals(available, json(answer).path("nameAvailable").asBoolean(), text(answer));
        assertEquals(reason, json(answer).path("reason").asString(""));
    }

    @Test
    void aDeletedVaultIsGoneKeepsItsNameAndComesBackWithItsSecrets() {
        Caller.Principal officer =
                platform.vault(tenant, "v-one", "\"softDeleteRetentionInDays\":7");
        platform.set(officer, "v-one", "a", "kept");
        assertEquals(200, arm("DELETE", tenant.vault("v-one"), "").status());
        assertEquals(404, arm("GET", tenant.vault("v-one"), "").status());
        Answer closed = platform.call(officer, "v-one", "GET", "/secrets/a");
        assertRefused(404, "VaultNotFound", closed);
        assertRefused(409, "ConflictError", put("v-one", ""));
        TestPlatform.Tenant other = platform.tenant(false);
        assertRefused(409, "VaultAlreadyExists", platform.putVault(other, "v-one", ""));
        assertRefused(404, "DeletedVaultNotFound", platform.putVault(other, "v-one", RECOVER));
        platform.group(tenant, "h");
        Answer elsewhere = arm("PUT", tenant.vault("h", "v-one"), vaultBody(tenant, RECOVER));
        assertRefused(404, "DeletedVaultNotFound", elsewhere);
        String south = vaultBody(tenant, RECOVER).replace("francecentral", "francesouth");
        Answer moved = arm("PUT", tenant.vault("v-one"), south);
        assertRefused(409, "InvalidResourceLocation", moved);
        platform.clock.advance(Duration.ofDays(7).minusSeconds(1));
        assertEquals(201, put("v-one", RECOVER).status());
        officer = platform.with(tenant, "Key Vault Secrets Officer", tenant.vault("v-one"));
        Answer read = platform.call(officer, "v-one", "GET", "/secrets/a");
        assertEquals("kept", json(read).path("value").asString(), text(read));
    }

    @Test
    void aVaultWhoseTimeIsOverLeavesItsNameAndNothingElse() {
        Caller.Principal officer =
                platform.vault(tenant, "v-one", "\"softDeleteRetentionInDays\":7");
        platform.set(officer, "v-one", "a", "old");
        arm("DELETE", tenant.vault("v-one"), "");
        platform.clock.advance(Duration.ofDays(7));
        assertRefused(404, "DeletedVaultNotFound", put("v-one", RECOVER));
        officer = platform.vault(tenant, "v-one", "");
        assertEquals(404, platform.call(officer, "v-one", "GET", "/secrets/a").status());
        Answer list = platform.call(officer, "v-one", "GET", "/secrets");
        assertEquals(0, json(list).path("value").size());
        assertEquals(200, platform.set(officer, "v-one", "a", "new").status());
    }

    @Test
    void aGroupsDeletionDeletesItsVaultsSoftly() throws Exception {
        platform.group(tenant, "h");
        arm("PUT", tenant.vault("h", "v-one"), vaultBody(tenant, ""));
        assertEquals(202, arm("DELETE", tenant.group("h"), "").status());
        for (int i = 0; i < 500 && arm("GET", tenant.group("h"), "").status() != 404; i++) {
            Thread.sleep(10);
        }
        assertEquals(404, arm("GET", tenant.group("h"), "").status());
        assertRefused(409, "ConflictError", put("v-one", ""));
        platform.group(tenant, "h");
        Answer back = arm("PUT", tenant.vault("h", "v-one"), vaultBody(tenant, RECOVER));
        assertEquals(201, back.status(), text(back));
    }
}
