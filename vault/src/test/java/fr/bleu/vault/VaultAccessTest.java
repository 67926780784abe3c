package fr.bleu.vault;

import static fr.bleu.vault.TestPlatform.code;
import static fr.bleu.vault.TestPlatform.header;
import static fr.bleu.vault.TestPlatform.inner;
import static fr.bleu.vault.TestPlatform.json;
import static fr.bleu.vault.TestPlatform.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Site;
import fr.bleu.trust.Caller;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what in a vault, and what a client learns that may not. */
class VaultAccessTest {

    private final TestPlatform platform = new TestPlatform();
    private final TestPlatform.Tenant tenant = platform.tenant(true);
    private final Caller.Principal officer =
            platform.vault(tenant, "v-one", "\"softDeleteRetentionInDays\":7");

    @AfterEach
    void close() {
        platform.close();
    }

    private Answer anonymous(String vault, String method, String target) {
        return new FakeRequest(Site.VAULT, method, target).label(vault).answeredBy(platform.router);
    }

    private void assertChallenged(Answer answer) {
        assertEquals(401, answer.status(), text(answer));
        assertEquals("Unauthorized", code(answer));
        assertEquals(
                Optional.of(
                        "Bearer authorization=\"https://login.bleu.localhost:8443/"
                                + tenant.id()
                                + "\", resource=\"https://vault.bleu.localhost:8443\""),
                header(answer, "WWW-Authenticate"));
    }

    @Test
    void whoShowsNoCredentialIsToldWhereToGetOneAndForWhat() {
        // Clients send their first request without body, whatever it shall carry.
        assertChallenged(anonymous("v-one", "PUT", "/secrets/a?api-version=7.4"));
        assertChallenged(anonymous("v-one", "GET", "/secrets/a/?api%2Dversion=7.6"));
        assertChallenged(anonymous("v-one", "GET", "/secrets"));
        assertChallenged(anonymous("V-ONE", "DELETE", "/deletedsecrets/_"));
        Answer nowhere = anonymous("v-none", "GET", "/secrets?api-version=7.4");
        assertEquals(404, nowhere.status());
        assertEquals("VaultNotFound", code(nowhere));
    }

    @Test
    void aCredentialThatIsNoneIsChallengedAgain() {
        for (String credential :
                List.of("Bearer x", "Bearer ", "Basic YTpi", "SharedKey a:b", "Bearer a.b.c")) {
            assertChallenged(
                    new FakeRequest(Site.VAULT, "GET", "/secrets?api-version=7.4")
                            .label("v-one")
                            .with("Authorization", credential)
                            .answeredBy(platform.router));
        }
    }

    @Test
    void anotherTenantsOfficerIsAStranger() {
        TestPlatform.Tenant foreign = platform.tenant(false);
        Caller.Principal other = platform.vault(foreign, "v-other", "");
        platform.set(officer, "v-one", "a", "hunter2");
        for (Caller.Principal caller : List.of(other, foreign.owner())) {
            Answer answer = platform.call(caller, "v-one", "GET", "/secrets/a");
            assertChallenged(answer);
            assertTrue(text(answer).contains("AKV10032"));
        }
    }

    // ---- roles ----

    private static final Set<String> NOTHING = Set.of();
    private static final Set<String> METADATA =
            Set.of("list", "versions", "list deleted", "get deleted");
    private static final Set<String> READING = joined(METADATA, "get", "get version");
    private static final Set<String> EVERYTHING =
            joined(READING, "set", "update", "delete", "recover", "purge");

    private static Set<String> joined(Set<String> some, String... more) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(List.of(more));
        return all;
    }

    /** The operations that the caller is not refused; everything is there that they need. */
    private Set<String> permitted(Caller.Principal caller) {
        platform.set(officer, "v-one", "live", "v");
        platform.set(officer, "v-one", "dead", "v");
        platform.call(officer, "v-one", "DELETE", "/secrets/dead");
        Set<String> permitted = new TreeSet<>();
        for (String[] operation :
                new String[][] {
                    {"get", "GET", "/secrets/live"},
                    {"get version", "GET", "/secrets/live/" + "0".repeat(32)},
                    {"set", "PUT", "/secrets/live"},
                    {"update", "PATCH", "/secrets/live"},
                    {"list", "GET", "/secrets"},
                    {"versions", "GET", "/secrets/live/versions"},
                    {"list deleted", "GET", "/deletedsecrets"},
                    {"get deleted", "GET", "/deletedsecrets/dead"},
                    {"recover", "POST", "/deletedsecrets/dead/recover"},
                    {"delete", "DELETE", "/secrets/live"},
                    {"purge", "DELETE", "/deletedsecrets/live"}
                }) {
            String body = operation[1].startsWith("P") ? "{\"value\":\"v\"}" : "";
            Answer answer = platform.call(caller, "v-one", operation[1], operation[2], body);
            if (answer.status() == 403) {
                assertEquals("Forbidden", code(answer));
                assertEquals("ForbiddenByRbac", inner(answer));
            } else {
                permitted.add(operation[0]);
            }
        }
        return permitted;
    }

    private void assertRole(String role, Set<String> operations) {
        Caller.Principal caller = platform.with(tenant, role, tenant.vault("v-one"));
        assertEquals(operations, permitted(caller), role);
    }

    @Test
    void readersOfMetadataSeeNoValue() {
        assertRole("Key Vault Reader", METADATA);
    }

    @Test
    void usersReadAndOfficersDoEverything() {
        assertRole("Key Vault Secrets User", READING);
        assertRole("Key Vault Secrets Officer", EVERYTHING);
        assertRole("Key Vault Administrator", EVERYTHING);
    }

    @Test
    void whoManagesTheVaultDoesNotSeeItsSecrets() {
        for (String role :
                List.of(
                        "Owner",
                        "Contributor",
                        "Reader",
                        "User Access Administrator",
                        "Key Vault Contributor",
                        "Key Vault Certificates Officer",
                        "Key Vault Crypto Officer",
                        "Storage Blob Data Owner")) {
            assertRole(role, NOTHING);
        }
        assertEquals(NOTHING, permitted(TestPlatform.stranger(tenant)));
        assertEquals(NOTHING, permitted(tenant.owner()));
    }

    @Test
    void aRoleOnOneSecretOpensThatOneOnly() {
        platform.set(officer, "v-one", "live", "v");
        platform.set(officer, "v-one", "live-2", "v");
        Caller.Principal user =
                platform.with(
                        tenant, "Key Vault Secrets User", tenant.vault("v-one") + "/secrets/Live");
        assertEquals(200, platform.call(user, "v-one", "GET", "/secrets/LIVE").status());
        assertEquals(200, platform.call(user, "v-one", "GET", "/secrets/live/versions").status());
        assertEquals(403, platform.call(user, "v-one", "GET", "/secrets/live-2").status());
        assertEquals(403, platform.call(user, "v-one", "GET", "/secrets").status());
        assertEquals(403, platform.set(user, "v-one", "live", "w").status());
    }

    @Test
    void aRoleOnOneVaultOpensNoOther() {
        platform.vault(tenant, "v-two", "");
        assertEquals(403, platform.set(officer, "v-two", "a", "v").status());
        assertEquals(403, platform.call(officer, "v-two", "GET", "/secrets").status());
        Caller.Principal all =
                platform.with(tenant, "Key Vault Secrets Officer", tenant.group("g"));
        assertEquals(200, platform.set(all, "v-one", "a", "v").status());
        assertEquals(200, platform.set(all, "v-two", "a", "v").status());
    }

    @Test
    void whoMayNothingLearnsNothing() {
        platform.set(officer, "v-one", "there", "v");
        Caller.Principal stranger = TestPlatform.stranger(tenant);
        String there = text(platform.call(stranger, "v-one", "GET", "/secrets/there"));
        String none = text(platform.call(stranger, "v-one", "GET", "/secrets/other"));
        assertEquals(there.replace("there", "other"), none);
        for (String target :
                List.of(
                        "/secrets/a_b",
                        "/secrets/there?x=y",
                        "/secrets/there/zz",
                        "/secrets?api-version=7.4&maxresults=99")) {
            assertEquals(403, platform.call(stranger, "v-one", "GET", target).status(), target);
        }
        Answer malformed =
                platform.call(stranger, "v-one", "PUT", "/secrets/there", "{\"value\":\"hunter2");
        assertEquals(403, malformed.status());
        assertFalse(text(malformed).contains("hunter2"));
    }

    @Test
    void theRefusalOfACallerHasItsEntry(@TempDir Path folder) throws Exception {
        platform.call(TestPlatform.stranger(tenant), "v-one", "GET", "/secrets/a");
        assertEquals(
                List.of("refused getSecret/action"),
                platform.stored.secretEntries(tenant, folder.resolve("export")));
    }

    @Test
    void aVaultsNameIsFoundInAnyCase() {
        assertEquals(200, platform.set(officer, "V-One", "a", "v").status());
        Answer read = platform.call(officer, "v-one", "GET", "/secrets/a");
        assertEquals("v", json(read).path("value").asString());
    }
}
