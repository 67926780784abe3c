package fr.bleu.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Site;
import fr.bleu.trust.BuiltInRoles;
import fr.bleu.trust.RoleDefinition;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Graph as az 2.45 and the SDKs use it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GraphTest {
    private static final String SCOPE = "https://graph.bleu.localhost:8443//.default";

    private World world;
    private String admin;

    @BeforeAll
    void open() {
        world = new World();
        admin = world.adminToken(SCOPE);
    }

    @AfterAll
    void close() {
        world.close();
    }

    private Answer send(String method, String target, String body) {
        return world.graph(admin, method, target).body(body).answeredBy(world.router);
    }

    private JsonNode get(String target) {
        Answer answer = send("GET", target, "");
        assertEquals(200, answer.status(), World.text(answer));
        return World.json(answer);
    }

    private JsonNode filtered(String kind, String filter) {
        return get("/" + kind + "?$filter=" + World.escape(filter).replace("+", "%20"))
                .required("value");
    }

    private JsonNode created(String target, String body) {
        Answer answer = send("POST", target, body);
        assertEquals(201, answer.status(), World.text(answer));
        assertTrue(World.header(answer, "bleu-receipt").isPresent());
        return World.json(answer);
    }

    private void refused(int status, String code, Answer answer) {
        JsonNode error = World.json(answer).required("error");
        assertEquals(status, answer.status(), error.toString());
        assertEquals(code, error.required("code").asString());
        assertFalse(error.required("message").asString().isEmpty());
        assertEquals(
                World.ORIGIN.requestId(),
                error.required("innerError").required("request-id").asString());
    }

    @Test
    void whatAzDoesToMakeAServicePrincipal() {
        assertEquals(0, filtered("servicePrincipals", "displayName eq 'azure-cli-1'").size());
        assertEquals(0, filtered("applications", "startswith(displayName,'azure-cli-1')").size());
        JsonNode app =
                created("/applications", "{\"displayName\":\"azure-cli-1\",\"keyCredentials\":[]}");
        String id = app.required("id").asString();
        String appId = app.required("appId").asString();
        assertEquals(0, app.required("passwordCredentials").size());

        Answer added =
                send(
                        "POST",
                        "/applications/" + id + "/addPassword",
                        "{\"passwordCredential\":{\"displayName\":\"rbac\","
                                + "\"startDateTime\":\"2026-11-23T12:00:00.5+00:00\","
                                + "\"endDateTime\":\"2027-11-23T12:00:00+00:00\"}}");
        assertEquals(200, added.status(), World.text(added));
        String secret = World.json(added).required("secretText").asString();
        JsonNode sp =
                created(
                        "/servicePrincipals",
                        "{\"appId\":\"" + appId + "\",\"accountEnabled\":true}");
        String spId = sp.required("id").asString();

        assertEquals(1, filtered("applications", "appId eq '" + appId + "'").size());
        assertEquals(1, filtered("applications", "startswith(displayName,'AZURE-CLI')").size());
        assertEquals(1, filtered("servicePrincipals", "displayName eq 'Azure-Cli-1'").size());
        assertEquals(
                spId,
                filtered("servicePrincipals", "servicePrincipalNames/any(c:c eq '" + appId + "')")
                        .get(0)
                        .required("id")
                        .asString());
        JsonNode stub =
                World.json(
                                send(
                                        "POST",
                                        "/directoryObjects/getByIds",
                                        "{\"ids\":[\""
                                                + spId
                                                + "\",\""
                                                + UUID.randomUUID()
                                                + "\"],\"types\":[\"user\",\"group\","
                                                + "\"servicePrincipal\",\"directoryObject"
                                                + "Partner\"]}"))
                        .required("value");
        assertEquals(1, stub.size());
        assertEquals(
                "#microsoft.graph.servicePrincipal",
                stub.get(0).required("@odata.type").asString());

        World.App made = appOf(id, spId);
        assertFalse(world.secretToken(made, secret, SCOPE).isEmpty());
        JsonNode again = get("/applications/" + id);
        JsonNode credential = again.required("passwordCredentials").get(0);
        assertTrue(credential.required("secretText").isNull());
        assertEquals(secret.substring(0, 3), credential.required("hint").asString());
        assertFalse(again.toString().contains(secret.substring(4)), "told once only");

        String keyId = credential.required("keyId").asString();
        String removal = "{\"keyId\":\"" + keyId + "\"}";
        String path = "/applications/" + id + "/removePassword";
        assertEquals(204, send("POST", path, removal).status());
        refused(404, "Request_ResourceNotFound", send("POST", path, removal));
        assertEquals(204, send("DELETE", "/servicePrincipals/" + spId, "").status());
        refused(404, "Request_ResourceNotFound", send("GET", "/servicePrincipals/" + spId, ""));
        assertEquals(204, send("DELETE", "/applications/" + id, "").status());
        refused(404, "Request_ResourceNotFound", send("GET", "/applications/" + id, ""));
    }

    private World.App appOf(String id, String spId) {
        Directory directory = world.identity.directory();
        UUID tenant = world.home.tenant();
        return new World.App(
                directory.application(tenant, UUID.fromString(id)).orElseThrow(),
                directory.servicePrincipal(tenant, UUID.fromString(spId)).orElseThrow());
    }

    @Test
    void certificatesAreReplacedAndKeptByTheirKeyId() throws Exception {
        String der =
                Base64.getMimeEncoder()
                        .encodeToString(World.certificate(World.OTHER_RSA).getEncoded());
        String keyId = UUID.randomUUID().toString();
        JsonNode app =
                created(
                        "/applications",
                        "{\"displayName\":\"cert\",\"keyCredentials\":[{\"keyId\":\""
                                + keyId
                                + "\",\"type\":\"AsymmetricX509Cert\",\"usage\":\"Verify\","
                                + "\"startDateTime\":\"2026-11-23T12:00:00Z\","
                                + "\"endDateTime\":\"2099-11-23T12:00:00Z\",\"key\":\""
                                + der.replace("\r\n", "\\n")
                                + "\"}]}");
        String path = "/applications/" + app.required("id").asString();
        JsonNode credential = app.required("keyCredentials").get(0);
        assertTrue(credential.required("key").isNull());
        assertEquals(40, credential.required("customKeyIdentifier").asString().length());
        assertEquals(
                "2036-01-01T00:00:00Z",
                credential.required("endDateTime").asString(),
                "never longer than the certificate");
        assertEquals(
                204,
                send(
                                "PATCH",
                                path,
                                "{\"displayName\":\"cert2\",\"keyCredentials\":[{\"keyId\":\""
                                        + keyId
                                        + "\",\"key\":null}]}")
                        .status());
        assertEquals(1, get(path).required("keyCredentials").size());
        assertEquals("cert2", get(path).required("displayName").asString());
        assertEquals(204, send("PATCH", path, "{\"keyCredentials\":[]}").status());
        assertEquals(0, get(path).required("keyCredentials").size());
        refused(
                400,
                "Request_BadRequest",
                send("PATCH", path, "{\"keyCredentials\":[{\"key\":\"AAAA\"}]}"));
    }

    @Test
    void aPrincipalIsCalledWhatItsApplicationIsCalled() {
        World.App app = world.app("before");
        String path = "/applications/" + app.application().objectId();
        assertEquals(204, send("PATCH", path, "{\"displayName\":\"after\"}").status());
        assertEquals("after", get(path).required("displayName").asString());
        JsonNode found = filtered("servicePrincipals", "displayName eq 'after'");
        assertEquals(app.principal().objectId().toString(), found.get(0).required("id").asString());
        assertEquals(0, filtered("servicePrincipals", "displayName eq 'before'").size());
    }

    @Test
    void pagesFollowEachOther() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            made.add(
                    created("/applications", "{\"displayName\":\"page it's " + i + "\"}")
                            .required("id")
                            .asString());
        }
        List<String> found = new ArrayList<>();
        String target =
                "/applications?$top=3&$select=id&$filter="
                        + World.escape("startswith(displayName,'page it''s')").replace("+", "%20");
        int pages = 0;
        while (target != null) {
            JsonNode page = get(target);
            for (JsonNode one : page.required("value")) {
                assertEquals(List.of("id"), List.copyOf(one.propertyNames()));
                found.add(one.required("id").asString());
            }
            String next = page.path("@odata.nextLink").asString("");
            target = next.isEmpty() ? null : next.replace("https://localhost:8443/v1.0", "");
            assertTrue(++pages <= 10);
        }
        assertEquals(made.stream().sorted().toList(), found.stream().sorted().toList());
        assertTrue(pages >= 3);
    }

    @Test
    void whatIsNotServedIsRefusedAndNeverIgnored() {
        for (String query :
                List.of(
                        "$filter=" + World.escape("displayName ne 'x'"),
                        "$filter=" + World.escape("secret eq 'x'"),
                        "$filter=" + World.escape("appId eq 'x' or appId eq 'y'"),
                        "$filter=" + World.escape("appId eq 'x' and"),
                        "$filter=" + World.escape("identifierUris/any(a:b eq 'x')"),
                        "$filter=",
                        "$orderby=displayName",
                        "$expand=owners",
                        "$top=0",
                        "$top=x",
                        "$skiptoken=x")) {
            refused(400, "Request_UnsupportedQuery", send("GET", "/applications?" + query, ""));
        }
        assertEquals(0, filtered("applications", "identifierUris/any(s:s eq 'api://x')").size());
        refused(
                400,
                "Request_BadRequest",
                send(
                        "POST",
                        "/applications",
                        "{\"displayName\":\"x\",\"web\":{\"redirectUris\":[\"https://x\"]}}"));
        refused(
                400,
                "Request_BadRequest",
                send(
                        "POST",
                        "/applications",
                        "{\"displayName\":\"x\",\"passwordCredentials\":[{\"secretText\":\"x\"}]}"));
        refused(400, "Request_BadRequest", send("POST", "/applications", "{}"));
        refused(400, "BadRequest", send("POST", "/applications", "{"));
        refused(400, "BadRequest", send("GET", "/me", ""));
    }

    @Test
    void aServicePrincipalNeedsItsApplicationAndIsThereOnce() {
        refused(
                400,
                "Request_BadRequest",
                send("POST", "/servicePrincipals", "{\"appId\":\"" + UUID.randomUUID() + "\"}"));
        World.App app = world.app("once");
        refused(
                409,
                "Request_MultipleObjectsWithSameKeyValue",
                send("POST", "/servicePrincipals", "{\"appId\":\"" + app.id() + "\"}"));
    }

    @Test
    void nobodyWritesTheDirectoryWithoutLeaveToAssignRoles() {
        String admins = "/applications/" + world.home.applicationObjectId();
        for (String role : List.of("none", "Reader", "Contributor", "User Access Administrator")) {
            World.App app = world.app(role);
            String token = world.secretToken(app, world.secret(app), SCOPE);
            BuiltInRoles.all().stream()
                    .filter(one -> one.name().equals(role))
                    .map(RoleDefinition::id)
                    .forEach(id -> world.assign(app.principal().objectId(), id));
            refused(
                    403,
                    "Authorization_RequestDenied",
                    world.graph(token, "POST", admins + "/addPassword")
                            .body("{}")
                            .answeredBy(world.router));
            assertEquals(
                    200,
                    world.graph(token, "GET", admins).answeredBy(world.router).status(),
                    "every principal reads");
        }
    }

    @Test
    void anotherTenantsObjectsAreNotThere() {
        TenantCreation other = world.tenant("Other", false);
        refused(
                404,
                "Request_ResourceNotFound",
                send("GET", "/applications/" + other.applicationObjectId(), ""));
        refused(
                404,
                "Request_ResourceNotFound",
                send(
                        "POST",
                        "/applications/" + other.applicationObjectId() + "/addPassword",
                        "{}"));
        assertEquals(0, filtered("applications", "appId eq '" + other.appId() + "'").size());
    }

    @Test
    void graphTakesOnlyItsOwnTokens() {
        String management = world.adminToken("https://management.azure.com/.default");
        for (FakeRequest request :
                List.of(
                        world.graph(management, "GET", "/applications"),
                        world.graph("x", "GET", "/applications"),
                        new FakeRequest(Site.GRAPH, "GET", "/v1.0/applications")
                                .origin(World.ORIGIN))) {
            Answer answer = request.answeredBy(world.router);
            refused(401, "InvalidAuthenticationToken", answer);
            assertTrue(
                    World.header(answer, "WWW-Authenticate")
                            .orElseThrow()
                            .contains(
                                    "authorization_uri=\"https://login.bleu.localhost:8443/common"));
        }
    }

    @Test
    void graphIsAlsoServedBelowItsOwnName() {
        String token = world.adminToken("https://localhost:8443/graph//.default");
        Answer answer =
                new FakeRequest(Site.GRAPH, "GET", "/graph/v1.0/applications?$top=1")
                        .origin(World.ORIGIN)
                        .with("Authorization", "Bearer " + token)
                        .answeredBy(world.router);
        assertEquals(200, answer.status());
    }
}
