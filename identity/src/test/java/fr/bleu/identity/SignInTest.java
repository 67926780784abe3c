package fr.bleu.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Site;
import fr.bleu.store.Key;
import fr.bleu.trust.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Signing in by secret, over the wire's forms. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInTest {
    private static final String SCOPE = "https://management.azure.com/.default";

    private World world;
    private World.App app;
    private String secret;

    @BeforeAll
    void open() {
        world = new World();
        app = world.app("ci");
        secret = world.secret(app);
    }

    @AfterAll
    void close() {
        world.close();
    }

    private Map<String, String> form(String... changes) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", app.id());
        form.put("client_secret", secret);
        form.put("scope", SCOPE);
        for (int i = 0; i < changes.length; i += 2) {
            form.put(changes[i], changes[i + 1]);
        }
        form.values().removeIf(String::isEmpty);
        return form;
    }

    private Answer answer(String... changes) {
        return from("192.0.2.7", changes);
    }

    private Answer from(String address, String... changes) {
        return world.tokenRequest(form(changes))
                .origin(new Origin(address, World.ORIGIN.requestId()))
                .answeredBy(world.router);
    }

    private void refused(Answer answer, int status, String error, int number) {
        JsonNode body = World.json(answer);
        assertEquals(status, answer.status(), body.toString());
        assertEquals(error, body.required("error").asString());
        assertEquals(number, body.required("error_codes").get(0).asInt());
        assertTrue(
                body.required("error_description").asString().startsWith("AADSTS" + number + ": "));
        assertEquals("no-store", World.header(answer, "Cache-Control").orElseThrow());
        assertFalse(body.toString().contains(secret));
    }

    @Test
    void aSecretSignsInAndLeavesAnEntryAndAReceipt() {
        Answer answer = answer();
        JsonNode body = World.json(answer);
        assertEquals(200, answer.status(), body.toString());
        assertEquals("Bearer", body.required("token_type").asString());
        assertEquals(3599, body.required("expires_in").asInt());
        assertTrue(World.header(answer, "bleu-receipt").isPresent());
        assertEquals("no-store", World.header(answer, "Cache-Control").orElseThrow());
        var entry = world.activities().getFirst();
        assertEquals("sign-in", entry.kind());
        assertEquals("done", entry.result());
        assertEquals(app.principal().objectId().toString(), entry.caller());
        assertEquals("192.0.2.7", entry.address());
        assertEquals("MANAGEMENT", entry.details().get("audience"));
    }

    @Test
    void everyFormOfTheTokenEndpointAnswers() {
        String tenant = world.home.tenant().toString();
        for (String path :
                List.of(
                        "/" + tenant + "/oauth2/v2.0/token",
                        "/" + tenant.toUpperCase(java.util.Locale.ROOT) + "/oauth2/v2.0/token",
                        "/adfs/t/" + tenant + "/oauth2/v2.0/token")) {
            assertEquals(200, post(path, form()).status(), path);
        }
        Map<String, String> v1 = form("scope", "", "resource", "https://management.azure.com/");
        for (String path :
                List.of("/" + tenant + "/oauth2/token", "/adfs/t/" + tenant + "/oauth2/token")) {
            Answer answer = post(path, v1);
            assertEquals(200, answer.status(), path);
            assertEquals("3599", World.json(answer).required("expires_in").asString());
        }
    }

    private Answer post(String path, Map<String, String> form) {
        return new FakeRequest(Site.LOGIN, "POST", path)
                .with("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .body(World.form(form))
                .answeredBy(world.router);
    }

    @Test
    void basicAuthenticationSignsIn() {
        String pair = World.escape(app.id()) + ":" + World.escape(secret);
        String header =
                "Basic "
                        + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        Map<String, String> form = form("client_secret", "", "client_id", "");
        assertEquals(
                200,
                world.tokenRequest(form)
                        .with("Authorization", header)
                        .answeredBy(world.router)
                        .status());
        refused(
                world.tokenRequest(form()).with("Authorization", header).answeredBy(world.router),
                400,
                "invalid_request",
                90014);
    }

    @Test
    void manyNamesMeanTheSameService() {
        Map<String, Audience> names =
                Map.ofEntries(
                        Map.entry("https://management.bleu.localhost:8443/", Audience.MANAGEMENT),
                        Map.entry("https://management.bleu.localhost:8443", Audience.MANAGEMENT),
                        Map.entry("https://localhost:8443/", Audience.MANAGEMENT),
                        Map.entry("https://management.azure.com", Audience.MANAGEMENT),
                        Map.entry("https://management.core.windows.net/", Audience.MANAGEMENT),
                        Map.entry("https://graph.bleu.localhost:8443/", Audience.GRAPH),
                        Map.entry("https://localhost:8443/graph/", Audience.GRAPH),
                        Map.entry("https://graph.microsoft.com", Audience.GRAPH),
                        Map.entry("https://storage.azure.com", Audience.STORAGE),
                        Map.entry("https://storage.azure.com/", Audience.STORAGE),
                        Map.entry("https://acct.blob.core.bleu.localhost:8443", Audience.STORAGE),
                        Map.entry("https://core.bleu.localhost:8443", Audience.STORAGE),
                        Map.entry("https://vault.bleu.localhost:8443", Audience.VAULT),
                        Map.entry("https://kv1.vault.bleu.localhost:8443/", Audience.VAULT),
                        Map.entry("https://vault.azure.net", Audience.VAULT));
        Audiences audiences = new Audiences(World.DOMAINS);
        names.forEach(
                (name, audience) -> assertEquals(audience, audiences.named(name).orElseThrow()));
        for (String foreign :
                List.of(
                        "https://example.com",
                        "https://a.b.vault.bleu.localhost:8443",
                        "https://vault.bleu.localhost:8443.example.com",
                        "http://storage.azure.com",
                        "")) {
            assertTrue(audiences.named(foreign).isEmpty(), foreign);
        }
        assertEquals(
                200,
                answer("scope", "https://localhost:8443//.default openid profile offline_access")
                        .status());
    }

    @Test
    void whatIsWrongWithARequestIsTold() {
        refused(answer("scope", "https://example.com/.default"), 400, "invalid_scope", 70011);
        refused(answer("scope", SCOPE + " " + SCOPE), 400, "invalid_scope", 70011);
        refused(answer("scope", "openid"), 400, "invalid_scope", 70011);
        refused(answer("scope", ""), 400, "invalid_request", 900144);
        refused(answer("grant_type", "password"), 400, "unsupported_grant_type", 70003);
        refused(answer("grant_type", ""), 400, "invalid_request", 900144);
        refused(answer("client_secret", ""), 401, "invalid_client", 7000218);
        refused(answer("client_assertion", "x"), 401, "invalid_client", 7000218);
        refused(
                post("/" + UUID.randomUUID() + "/oauth2/v2.0/token", form()),
                400,
                "invalid_tenant",
                90002);
        refused(post("/organizations/oauth2/v2.0/token", form()), 400, "invalid_request", 50059);
        refused(
                world.tokenRequest(form())
                        .body(World.form(form()) + "&client_id=" + app.id())
                        .answeredBy(world.router),
                400,
                "invalid_request",
                90014);
        Answer large = world.tokenRequest(form()).body(new byte[70_000]).answeredBy(world.router);
        assertEquals(413, large.status());
        assertEquals("invalid_request", World.json(large).required("error").asString());
    }

    @Test
    void aWrongSecretAndAnUnknownClientAreRefusedAndRecorded() {
        refused(from("192.0.2.90", "client_secret", "wrong"), 401, "invalid_client", 7000215);
        var entry = world.activities().getFirst();
        assertEquals("sign-in", entry.kind());
        assertEquals("refused", entry.result());
        assertEquals("192.0.2.90", entry.address());
        int entries = world.activities().size();
        refused(
                from("192.0.2.90", "client_id", UUID.randomUUID().toString()),
                400,
                "unauthorized_client",
                700016);
        refused(from("192.0.2.90", "client_id", "x"), 400, "unauthorized_client", 700016);
        assertEquals(entries, world.activities().size(), "strangers fill nobody's ledger");
    }

    @Test
    void anotherTenantsClientIsUnknown() {
        TenantCreation other = world.tenant("Other", false);
        refused(
                post("/" + other.tenant() + "/oauth2/v2.0/token", form()),
                400,
                "unauthorized_client",
                700016);
    }

    @Test
    void anExpiredSecretAndAMissingPrincipalAreRefused() {
        World.App old = world.app("old");
        var permit = world.permit(DirectoryActions.APPLICATION_WRITE);
        String expired =
                world.identity
                        .directory()
                        .addPassword(
                                permit,
                                old.application().objectId(),
                                "old",
                                world.clock.instant().minus(Duration.ofDays(2)),
                                world.clock.instant().minus(Duration.ofDays(1)))
                        .value()
                        .text();
        refused(
                answer("client_id", old.id(), "client_secret", expired),
                401,
                "invalid_client",
                7000222);
        String valid = world.secret(old);
        assertEquals(200, answer("client_id", old.id(), "client_secret", valid).status());
        world.identity
                .directory()
                .deleteServicePrincipal(
                        world.permit(DirectoryActions.SERVICE_PRINCIPAL_DELETE),
                        old.principal().objectId());
        refused(
                answer("client_id", old.id(), "client_secret", valid),
                400,
                "unauthorized_client",
                7000229);
    }

    @Test
    void aDisabledPrincipalIsRefusedAfterItsCredentialWasRight() {
        Directory directory = world.identity.directory();
        Application application =
                directory
                        .createApplication(
                                world.permit(DirectoryActions.APPLICATION_WRITE),
                                "disabled",
                                List.of())
                        .value();
        ServicePrincipal disabled =
                directory
                        .createServicePrincipal(
                                world.permit(DirectoryActions.SERVICE_PRINCIPAL_WRITE),
                                application.appId(),
                                false)
                        .value();
        World.App off = new World.App(application, disabled);
        String right = world.secret(off);
        refused(
                answer("client_id", off.id(), "client_secret", right),
                400,
                "unauthorized_client",
                7000112);
        refused(
                answer("client_id", off.id(), "client_secret", "wrong"),
                401,
                "invalid_client",
                7000215);
    }

    @Test
    void guessingIsSlowedWithoutLockingAnybodyOut() {
        World.App target = world.app("target");
        String right = world.secret(target);
        String guesser = "198.51.100.1";
        for (int i = 0; i < GuessThrottle.ADDRESS_BURST; i++) {
            refused(
                    from(guesser, "client_id", target.id(), "client_secret", "guess" + i),
                    401,
                    "invalid_client",
                    7000215);
        }
        Answer slowed = from(guesser, "client_id", target.id(), "client_secret", right);
        refused(slowed, 429, "temporarily_unavailable", 90055);
        assertEquals("10", World.header(slowed, "Retry-After").orElseThrow());
        assertEquals(
                200,
                from("198.51.100.2", "client_id", target.id(), "client_secret", right).status());
    }

    @Test
    void whoHasSignedInFromAnAddressIsNotKeptOutByAGuesserThere() {
        World.App target = world.app("shared");
        String used = world.secret(target);
        String fresh = world.secret(target);
        String shared = "198.51.100.7";
        assertEquals(200, from(shared, "client_id", target.id(), "client_secret", used).status());
        for (int i = 0; i < GuessThrottle.ADDRESS_BURST; i++) {
            from(shared, "client_id", target.id(), "client_secret", "guess" + i);
        }
        for (String slowed : List.of("guess", fresh)) {
            refused(
                    from(shared, "client_id", target.id(), "client_secret", slowed),
                    429,
                    "temporarily_unavailable",
                    90055);
        }
        assertEquals(200, from(shared, "client_id", target.id(), "client_secret", used).status());
    }

    @Test
    void noSecretIsStoredOrToldAgain() {
        answer();
        String everything = world.dump(world.home.tenant()) + world.dump(Key.PLATFORM);
        assertFalse(everything.contains(secret));
        assertFalse(everything.contains(secret.substring(4)));
        assertTrue(everything.contains(app.id()), "the dump holds the directory");
        assertFalse(world.activities().toString().contains(secret.substring(4)));
        Application stored =
                world.identity
                        .directory()
                        .application(world.home.tenant(), app.application().objectId())
                        .orElseThrow();
        assertFalse(stored.toString().contains(secret.substring(4)));
        assertFalse(new SignIn.Credential.Secret(secret).toString().contains(secret));
        assertEquals(secret.substring(0, 3), stored.passwords().getFirst().hint());
        assertTrue(secret.length() >= 4 + 43, "three characters, a tilde and 256 random bits");
    }

    @Test
    void theSigningKeysAreSealedInTheStore() {
        String platform = world.dump(Key.PLATFORM);
        String modulus = world.identity.signingKeys().current().jwk().getModulus().toString();
        assertFalse(platform.contains(modulus));
        assertTrue(world.identity.signingKeys().published().contains(modulus));
        assertFalse(world.identity.signingKeys().published().contains("\"d\""));
    }
}
