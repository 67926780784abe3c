package fr.bleu.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Json;
import fr.bleu.http.Site;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiscoveryTest {
    private static final String GOLDEN =
            """
            {"issuer":"https://login.bleu.localhost:8443/TENANT/v2.0",\
            "authorization_endpoint":"BASE/NAME/oauth2/v2.0/authorize",\
            "token_endpoint":"BASE/NAME/oauth2/v2.0/token",\
            "jwks_uri":"BASE/NAME/discovery/v2.0/keys",\
            "token_endpoint_auth_methods_supported":\
            ["client_secret_post","client_secret_basic","private_key_jwt"],\
            "token_endpoint_auth_signing_alg_values_supported":["RS256","PS256","ES256"],\
            "grant_types_supported":["client_credentials"],\
            "response_types_supported":["token"],\
            "subject_types_supported":["public"],\
            "id_token_signing_alg_values_supported":["RS256"]}\
            """;

    private World world;
    private String tenant;

    @BeforeAll
    void open() {
        world = new World();
        tenant = world.home.tenant().toString();
    }

    @AfterAll
    void close() {
        world.close();
    }

    private Answer get(String base, String target) {
        return new FakeRequest(Site.LOGIN, "GET", target).baseUrl(base).answeredBy(world.router);
    }

    private static String golden(String base, String issuerTenant, String name) {
        String text =
                GOLDEN.replace("BASE", base).replace("TENANT", issuerTenant).replace("NAME", name);
        return Json.parse(text.getBytes(StandardCharsets.UTF_8), "test").toString();
    }

    @Test
    void everyFormOfDiscoveryFollowsTheOriginAndNamesOneIssuer() {
        for (String base : List.of("https://localhost:8443", "https://login.bleu.localhost:8443")) {
            for (String path :
                    List.of(
                            "/" + tenant + "/v2.0",
                            "/" + tenant,
                            "/adfs/t/" + tenant,
                            "/adfs/t/" + tenant + "/v2.0")) {
                Answer answer = get(base, path + "/.well-known/openid-configuration");
                assertEquals(golden(base, tenant, tenant), World.json(answer).toString(), path);
            }
            for (String path :
                    List.of(
                            "/organizations/v2.0",
                            "/adfs/t/organizations",
                            "/adfs/t/organizations/v2.0",
                            "/adfs")) {
                Answer answer = get(base, path + "/.well-known/openid-configuration");
                assertEquals(
                        golden(base, "{tenantid}", "organizations"),
                        World.json(answer).toString(),
                        path);
            }
            Answer common = get(base, "/common/v2.0/.well-known/openid-configuration");
            assertEquals(golden(base, "{tenantid}", "common"), World.json(common).toString());
        }
    }

    @Test
    void anUnknownTenantHasNoDiscovery() {
        for (String name : List.of(UUID.randomUUID().toString(), "example.com", "consumers")) {
            Answer answer =
                    get("https://localhost:8443", "/" + name + "/.well-known/openid-configuration");
            assertEquals(400, answer.status());
            assertEquals("invalid_tenant", World.json(answer).required("error").asString());
        }
    }

    @Test
    void instanceDiscoveryKnowsOnlyThisPlatform() {
        String path = "/common/discovery/instance?api-version=1.1&authorization_endpoint=";
        Answer ours =
                get(
                        "https://localhost:8443",
                        path + "https%3A%2F%2Flocalhost%3A8443%2Fcommon%2Foauth2%2Fauthorize");
        assertEquals(
                "{\"tenant_discovery_endpoint\":"
                        + "\"https://localhost:8443/common/v2.0/.well-known/openid-configuration\","
                        + "\"api-version\":\"1.1\",\"metadata\":[{\"preferred_network\":"
                        + "\"localhost:8443\",\"preferred_cache\":\"localhost:8443\","
                        + "\"aliases\":[\"localhost:8443\"]}]}",
                World.json(ours).toString());
        Answer foreign =
                get(
                        "https://localhost:8443",
                        path + "https%3A%2F%2Flogin.microsoftonline.com%2Fcommon");
        assertEquals(400, foreign.status());
        assertEquals("invalid_instance", World.json(foreign).required("error").asString());
    }

    @Test
    void thePublishedKeysArePublic() {
        Answer answer = get("https://localhost:8443", "/" + tenant + "/discovery/v2.0/keys");
        var key = World.json(answer).required("keys").get(0);
        assertEquals("RSA", key.required("kty").asString());
        assertEquals("sig", key.required("use").asString());
        assertEquals(world.identity.signingKeys().current().kid(), key.required("kid").asString());
        for (String secret : List.of("d", "p", "q", "dp", "dq", "qi")) {
            assertTrue(key.path(secret).isMissingNode(), secret);
        }
        assertEquals(200, get("https://localhost:8443", "/common/discovery/keys").status());
    }
}
