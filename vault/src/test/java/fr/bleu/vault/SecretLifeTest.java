package fr.bleu.vault;

import static fr.bleu.vault.TestPlatform.code;
import static fr.bleu.vault.TestPlatform.header;
import static fr.bleu.vault.TestPlatform.inner;
import static fr.bleu.vault.TestPlatform.json;
import static fr.bleu.vault.TestPlatform.text;
import static fr.bleu.vault.TestPlatform.version;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.trust.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A secret's life: set, read, versions, attributes, soft deletion, recovery, purge, expiry. */
class SecretLifeTest {

    private static final String URL = "https://v-one.vault.bleu.localhost:8443";

    private final TestPlatform platform = new TestPlatform();
    private final TestPlatform.Tenant tenant = platform.tenant(true);
    private final Caller.Principal officer =
            platform.vault(tenant, "v-one", "\"softDeleteRetentionInDays\":7");

    @AfterEach
    void close() {
        platform.close();
    }

    private Answer call(String method, String target) {
        return platform.call(officer, "v-one", method, target);
    }

    private Answer call(String method, String target, String body) {
        return platform.call(officer, "v-one", method, target, body);
    }

    private Answer set(String name, String value) {
        return platform.set(officer, "v-one", name, value);
    }

    private static JsonNode attributes(Answer answer) {
        return json(answer).path("attributes");
    }

    @Test
    void aSecretIsSetAndReadInAzuresShape() {
        Answer made = set("db-Password", "s3cret");
        assertEquals(200, made.status());
        assertEquals(
                "{\"value\":\"s3cret\",\"id\":\""
                        + URL
                        + "/secrets/db-Password/"
                        + version(made)
                        + "\",\"attributes\":{\"enabled\":true,\"created\":1795435200,"
                        + "\"updated\":1795435200,"
                        + "\"recoveryLevel\":\"CustomizedRecoverable+Purgeable\","
                        + "\"recoverableDays\":7}}",
                text(made));
        assertTrue(version(made).matches("[0-9a-f]{32}"));
        assertTrue(header(made, "bleu-receipt").orElseThrow().startsWith("promised;"));
        Answer read = call("GET", "/secrets/db-password");
        assertEquals(json(made), json(read));
        assertTrue(header(read, "bleu-receipt").isPresent());
        // The JS SDK reads the current version so, and encodes the parameter's dash.
        assertEquals(json(made), json(call("GET", "/secrets/DB-PASSWORD/?api%2Dversion=7.6")));
        assertEquals(json(made), json(call("GET", "/secrets/db-password/" + version(made))));
    }

    @Test
    void eachSetMakesAVersionAndTheLastIsCurrent() {
        String first = version(set("a", "one"));
        platform.clock.advance(Duration.ofSeconds(5));
        String second = version(set("a", "two"));
        assertNotEquals(first, second);
        assertEquals("two", json(call("GET", "/secrets/a")).path("value").asString());
        assertEquals("one", json(call("GET", "/secrets/a/" + first)).path("value").asString());
        JsonNode versions = json(call("GET", "/secrets/a/versions"));
        assertEquals(2, versions.path("value").size());
        assertTrue(versions.path("nextLink").isNull());
        assertFalse(versions.toString().contains("\"value\":\""));
        List<String> ids =
                versions.path("value").valueStream().map(it -> it.path("id").asString()).toList();
        assertTrue(ids.contains(URL + "/secrets/a/" + first));
        assertEquals(ids.stream().sorted().toList(), ids);
        Answer missing = call("GET", "/secrets/a/00000000000000000000000000000000");
        assertEquals(404, missing.status());
        assertEquals("SecretNotFound", code(missing));
    }

    @Test
    void whatIsNotThereIs404AndItsVersionsAreAnEmptyList() {
        for (String[] request :
                new String[][] {
                    {"GET", "/secrets/none"},
                    {"DELETE", "/secrets/none"},
                    {"GET", "/deletedsecrets/none"},
                    {"POST", "/deletedsecrets/none/recover"},
                    {"DELETE", "/deletedsecrets/none"}
                }) {
            Answer answer = call(request[0], request[1]);
            assertEquals(404, answer.status(), request[1]);
            assertEquals("SecretNotFound", code(answer));
        }
        assertEquals(404, call("PATCH", "/secrets/none", "{}").status());
        Answer versions = call("GET", "/secrets/none/versions");
        assertEquals("{\"value\":[],\"nextLink\":null}", text(versions));
    }

    @Test
    void attributesContentTypeAndTagsAreKeptAndChangedAndTheValueStays() {
        Answer made =
                call(
                        "PUT",
                        "/secrets/a",
                        "{\"value\":\"x\",\"contentType\":\"text/plain\",\"tags\":{\"k\":\"v\"},"
                                + "\"attributes\":{\"enabled\":true,\"nbf\":100,\"exp\":200}}");
        assertEquals("text/plain", json(made).path("contentType").asString());
        assertEquals("v", json(made).path("tags").path("k").asString());
        assertEquals(100, attributes(made).path("nbf").asLong());
        platform.clock.advance(Duration.ofSeconds(9));
        Answer patched = call("PATCH", "/secrets/a/", "{\"attributes\":{\"exp\":300}}");
        assertEquals(200, patched.status());
        assertFalse(json(patched).has("value"));
        assertEquals(version(made), version(patched));
        assertEquals(300, attributes(patched).path("exp").asLong());
        assertEquals(100, attributes(patched).path("nbf").asLong());
        assertEquals(1795435209, attributes(patched).path("updated").asLong());
        Answer retagged =
                call(
                        "PATCH",
                        "/secrets/a/" + version(made),
                        "{\"tags\":{\"n\":\"w\"},\"contentType\":null}");
        assertEquals("{\"n\":\"w\"}", json(retagged).path("tags").toString());
        Answer read = call("GET", "/secrets/a");
        // Its time is over, and it can still be read, as in Azure.
        assertEquals("x", json(read).path("value").asString());
        assertEquals("text/plain", json(read).path("contentType").asString());
        assertEquals(1795435200, attributes(read).path("created").asLong());
    }

    @Test
    void aDisabledVersionCannotBeReadAndCanBeEnabled() {
        String first = version(set("a", "one"));
        call("PATCH", "/secrets/a/" + first, "{\"attributes\":{\"enabled\":false}}");
        Answer refused = call("GET", "/secrets/a");
        assertEquals(403, refused.status());
        assertEquals("Forbidden", code(refused));
        assertEquals("SecretDisabled", inner(refused));
        assertFalse(text(refused).contains("one"));
        String second = version(set("a", "two"));
        assertEquals(200, call("GET", "/secrets/a/" + second).status());
        assertEquals(403, call("GET", "/secrets/a/" + first).status());
        call("PATCH", "/secrets/a/" + first, "{\"attributes\":{\"enabled\":true}}");
        assertEquals("one", json(call("GET", "/secrets/a/" + first)).path("value").asString());
    }

    @Test
    void aDeletedSecretIsHiddenKeepsItsNameAndComesBackWhole() {
        String first = version(set("a", "one"));
        set("a", "two");
        Answer deleted = call("DELETE", "/secrets/a");
        assertEquals(200, deleted.status());
        assertFalse(json(deleted).has("value"));
        assertEquals(URL + "/deletedsecrets/a", json(deleted).path("recoveryId").asString());
        assertEquals(1795435200, json(deleted).path("deletedDate").asLong());
        assertEquals(1795435200 + 7 * 86_400, json(deleted).path("scheduledPurgeDate").asLong());
        assertEquals(json(deleted), json(call("GET", "/deletedsecrets/a")));
        assertEquals(404, call("GET", "/secrets/a").status());
        assertEquals(404, call("GET", "/secrets/a/" + first).status());
        assertEquals(404, call("PATCH", "/secrets/a", "{}").status());
        assertEquals(404, call("DELETE", "/secrets/a").status());
        assertEquals(0, json(call("GET", "/secrets/a/versions")).path("value").size());
        Answer taken = set("A", "three");
        assertEquals(409, taken.status());
        assertEquals("Conflict", code(taken));
        assertEquals("ObjectIsDeletedButRecoverable", inner(taken));
        Answer recovered = call("POST", "/deletedsecrets/a/recover");
        assertEquals(200, recovered.status());
        assertFalse(json(recovered).has("value"));
        assertEquals("two", json(call("GET", "/secrets/a")).path("value").asString());
        assertEquals("one", json(call("GET", "/secrets/a/" + first)).path("value").asString());
        assertEquals(404, call("GET", "/deletedsecrets/a").status());
    }

    @Test
    void aPurgedSecretLeavesNothingBehind() {
        String old = version(set("a", "one"));
        set("a", "two");
        call("DELETE", "/secrets/a");
        Answer purged = call("DELETE", "/deletedsecrets/a");
        assertEquals(204, purged.status());
        assertTrue(header(purged, "bleu-receipt").isPresent());
        assertEquals(List.of(), platform.stored.records(Tables.VERSIONS));
        assertEquals(List.of(), platform.stored.records(Tables.SECRETS));
        assertEquals(404, call("POST", "/deletedsecrets/a/recover").status());
        assertEquals(200, set("a", "three").status());
        assertEquals(404, call("GET", "/secrets/a/" + old).status());
    }

    @Test
    void aDeletedSecretsTimeEndsItItsNameIsFreeAndOldVersionsDoNotResurface() {
        String old = version(set("a", "one"));
        call("DELETE", "/secrets/a");
        platform.clock.advance(Duration.ofDays(7).minusSeconds(2));
        assertEquals(200, call("GET", "/deletedsecrets/a").status());
        assertEquals(409, set("a", "two").status());
        platform.clock.advance(Duration.ofSeconds(2));
        assertEquals(404, call("GET", "/deletedsecrets/a").status());
        assertEquals(404, call("POST", "/deletedsecrets/a/recover").status());
        assertEquals(404, call("DELETE", "/deletedsecrets/a").status());
        assertEquals(0, json(call("GET", "/deletedsecrets")).path("value").size());
        assertEquals(0, json(call("GET", "/secrets")).path("value").size());
        Answer fresh = set("a", "two");
        assertEquals(200, fresh.status());
        assertEquals(404, call("GET", "/secrets/a/" + old).status());
        assertEquals(1, json(call("GET", "/secrets/a/versions")).path("value").size());
        assertEquals(1, platform.stored.records(Tables.VERSIONS).size());
    }

    @Test
    void purgeProtectionForbidsPurge() {
        Caller.Principal careful =
                platform.vault(tenant, "careful", "\"enablePurgeProtection\":true");
        Answer made = platform.set(careful, "careful", "a", "one");
        assertEquals("Recoverable", attributes(made).path("recoveryLevel").asString());
        assertEquals(90, attributes(made).path("recoverableDays").asInt());
        platform.call(careful, "careful", "DELETE", "/secrets/a");
        Answer refused = platform.call(careful, "careful", "DELETE", "/deletedsecrets/a");
        assertEquals(403, refused.status());
        assertEquals("Forbidden", code(refused));
        assertEquals(
                200,
                platform.call(careful, "careful", "POST", "/deletedsecrets/a/recover").status());
    }

    @Test
    void everyOperationHasItsOwnEntry(@TempDir Path folder) throws Exception {
        String version = version(set("a", "one"));
        call("GET", "/secrets/a");
        call("GET", "/secrets/a");
        call("GET", "/secrets/a/" + version);
        call("GET", "/secrets/a/versions");
        call("GET", "/secrets");
        call("PATCH", "/secrets/a", "{}");
        call("DELETE", "/secrets/a");
        call("GET", "/deletedsecrets");
        call("GET", "/deletedsecrets/a");
        call("POST", "/deletedsecrets/a/recover");
        call("DELETE", "/secrets/a");
        call("DELETE", "/deletedsecrets/a");
        assertEquals(
                List.of(
                        "done setSecret/action",
                        "done getSecret/action",
                        "done getSecret/action",
                        "done getSecret/action",
                        "done readMetadata/action",
                        "done readMetadata/action",
                        "done update/action",
                        "done delete",
                        "done readMetadata/action",
                        "done readMetadata/action",
                        "done recover/action",
                        "done delete",
                        "done purge/action"),
                platform.stored.secretEntries(tenant, folder.resolve("export")));
    }
}
