package fr.bleu.resources;

import static fr.bleu.resources.World.code;
import static fr.bleu.resources.World.header;
import static fr.bleu.resources.World.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Site;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Resources, their providers, and ARM's conventions around them. */
final class ResourceTest {

    private static final String HERE = "{\"location\":\"francecentral\"}";

    private final World world = new World();
    private final World.Tenant tenant = world.tenant(true);
    private final String thing = tenant.thing("one", "thing1");

    @AfterEach
    void close() {
        world.close();
    }

    private Answer owner(String method, String target) {
        return world.call(tenant.owner(), method, target);
    }

    private Answer owner(String method, String target, String body) {
        return world.call(tenant.owner(), method, target, body);
    }

    @Test
    void aProviderIsRegisteredBeforeItsTypesAreUsed() {
        owner("PUT", tenant.group("one"), HERE);
        Answer refused = owner("PUT", thing, HERE);
        assertEquals(409, refused.status());
        JsonNode error = json(refused).path("error");
        assertEquals("MissingSubscriptionRegistration", error.path("code").asString());
        assertEquals("Bleu.Test", error.path("details").path(0).path("target").asString());
        // How az finds the namespace.
        assertEquals(
                "Bleu.Test", error.path("message").asString().replaceAll("(?s).*'(.*)'.*", "$1"));
        String provider = tenant.path() + "/providers/bleu.test";
        assertEquals(
                "NotRegistered", json(owner("GET", provider)).path("registrationState").asString());
        Answer registered = owner("POST", provider + "/register");
        assertEquals("Registered", json(registered).path("registrationState").asString());
        assertEquals(200, owner("PUT", thing, HERE).status());
        assertEquals(
                "CannotUnregisterResourceProvider", code(owner("POST", provider + "/unregister")));
        owner("DELETE", thing);
        assertEquals(
                "NotRegistered",
                json(owner("POST", provider + "/unregister")).path("registrationState").asString());
    }

    @Test
    void aResourceIsCreatedReadChangedListedAndDeleted() {
        world.prepare(tenant, "One");
        String body =
                "{\"location\":\"France Central\",\"tags\":{\"a\":\"b\"},"
                        + "\"properties\":{\"size\":\"big\"}}";
        Answer created = owner("PUT", thing, body);
        assertEquals(200, created.status());
        assertTrue(header(created, "bleu-receipt").isPresent());
        assertEquals(tenant.thing("One", "thing1"), json(created).path("id").asString());
        assertEquals("Bleu.Test/things", json(created).path("type").asString());
        assertEquals("big", json(created).path("properties").path("size").asString());
        assertEquals("Thing", json(created).path("kind").asString());
        String shouting = thing.toUpperCase(java.util.Locale.ROOT);
        assertEquals(json(created), json(owner("GET", shouting)));
        assertEquals(204, owner("HEAD", thing).status());
        Answer patched = owner("PATCH", thing, "{\"tags\":{\"c\":\"d\"}}");
        assertEquals("d", json(patched).path("tags").path("c").asString());
        for (String list :
                List.of(
                        tenant.path() + "/resources?$filter=resourceType%20eq%20'bleu.test/THINGS'",
                        tenant.group("one") + "/resources",
                        tenant.path() + "/providers/Bleu.Test/things",
                        tenant.group("one") + "/providers/Bleu.Test/things")) {
            assertEquals(1, json(owner("GET", list)).path("value").size(), list);
        }
        assertEquals(
                0,
                json(owner("GET", tenant.path() + "/resources?$filter=resourceType%20eq%20'a/b'"))
                        .path("value")
                        .size());
        Answer poked = owner("POST", thing + "/poke");
        assertEquals("thing1", json(poked).path("poked").asString());
        assertEquals(200, owner("DELETE", thing).status());
        assertEquals(204, owner("DELETE", thing).status());
        assertEquals("ResourceNotFound", code(owner("GET", thing)));
    }

    @Test
    void whatDoesNotFitIsRefusedInArmsTerms() {
        world.prepare(tenant, "one");
        assertEquals("RequestDisallowedByPolicy", code(owner("PUT", thing, abroad())));
        assertEquals("ThingNameInvalid", code(owner("PUT", tenant.thing("one", "A-b"), HERE)));
        assertEquals(
                "ResourceGroupNotFound", code(owner("PUT", tenant.thing("none", "abc"), HERE)));
        assertEquals(
                "ThingTooLarge",
                code(
                        owner(
                                "PUT",
                                thing,
                                "{\"location\":\"francecentral\","
                                        + "\"properties\":{\"size\":\"huge\"}}")));
        owner("PUT", thing, HERE);
        Answer moved = owner("PUT", thing, "{\"location\":\"francesouth\"}");
        assertEquals(409, moved.status());
        assertEquals("InvalidResourceLocation", code(moved));
        String group = tenant.group("one");
        assertEquals(
                "InvalidResourceNamespace", code(owner("PUT", group + "/providers/A.B/c/d", HERE)));
        assertEquals(
                "InvalidResourceType", code(owner("GET", group + "/providers/Bleu.Test/others/d")));
        assertEquals(405, owner("POST", thing).status());
    }

    private static String abroad() {
        return "{\"location\":\"westeurope\"}";
    }

    @Test
    void everyApiVersionSince2015IsAcceptedAndNothingElse() {
        for (String version :
                List.of("2015-01-01", "2021-04-01", "2022-05-01-preview", "2031-12-31")) {
            assertEquals(200, owner("GET", "/tenants?api-version=" + version).status(), version);
        }
        for (String version :
                List.of("2014-12-31", "2022-13-01", "2022-02-30", "latest", "2022-1-1")) {
            assertEquals(
                    "InvalidApiVersionParameter",
                    code(owner("GET", "/tenants?api-version=" + version)),
                    version);
        }
        FakeRequest without = new FakeRequest(Site.MANAGEMENT, "GET", "/tenants?api-version=");
        assertEquals(401, world.anonymous(without).status());
        assertEquals("MissingApiVersionParameter", code(owner("GET", "/tenants?api-version=")));
    }

    @Test
    void oneOriginServesTheCloudsMetadataToAnyone() {
        String path = "/metadata/endpoints?api-version=";
        JsonNode first = metadata(path + "2015-01-01", "https://localhost:8443");
        assertEquals(
                "https://localhost:8443/adfs/t",
                first.path("authentication").path("loginEndpoint").asString());
        JsonNode list = metadata(path + "2019-05-01", "https://management.bleu.localhost:8443");
        assertTrue(list.isArray());
        JsonNode cloud = list.path(0);
        assertEquals("Bleu", cloud.path("name").asString());
        assertEquals(
                "https://login.bleu.localhost:8443/adfs/t",
                cloud.path("authentication").path("loginEndpoint").asString());
        assertEquals("core.bleu.localhost:8443", cloud.path("suffixes").path("storage").asString());
        assertEquals(
                "vault.bleu.localhost:8443", cloud.path("suffixes").path("keyVaultDns").asString());
        JsonNode newest = metadata(path + "2022-09-01", "https://localhost:8443");
        assertEquals("https://localhost:8443/", newest.path("resourceManager").asString());
    }

    private JsonNode metadata(String target, String baseUrl) {
        FakeRequest request = new FakeRequest(Site.MANAGEMENT, "GET", target).baseUrl(baseUrl);
        return json(world.anonymous(request));
    }

    @Test
    void locationsAreThePlacesThatThePolicyAllows() {
        JsonNode places = json(owner("GET", tenant.path() + "/locations")).path("value");
        assertEquals(2, places.size());
        assertEquals("France Central", places.path(0).path("displayName").asString());
    }

    @Test
    void theActivityLogShowsWhatWasDoneAndWhatWasRefused() {
        world.prepare(tenant, "one");
        owner("PUT", tenant.group("abroad"), abroad());
        String log =
                tenant.path()
                        + "/providers/microsoft.insights/eventtypes/management/values"
                        + "?$filter=eventTimestamp%20ge%20'2026-01-01T00:00:00Z'";
        JsonNode events = json(owner("GET", log)).path("value");
        List<String> operations =
                events.valueStream()
                        .map(it -> it.path("operationName").path("value").asString())
                        .toList();
        assertTrue(
                operations.contains("Microsoft.Resources/subscriptions/resourceGroups/write"),
                operations.toString());
        assertEquals(
                tenant.owner().principal().toString(), events.path(0).path("caller").asString());
        assertEquals(
                "BadRequest",
                code(
                        owner(
                                "GET",
                                log.substring(0, log.indexOf('?'))
                                        + "?$filter=caller%20eq%20'x'")));
    }

    @Test
    void aReceiptsPromiseBecomesAProofForItsOwnTenantOnly() {
        Answer created = owner("PUT", tenant.group("one"), HERE);
        String change =
                header(created, "bleu-receipt").orElseThrow().replaceAll(".*change=(\\w+).*", "$1");
        Answer proof = owner("GET", "/providers/Bleu.Ledger/receipts/" + change);
        assertEquals(200, proof.status());
        assertTrue(World.text(proof).contains("tlog-proof"), World.text(proof));
        World.Tenant other = world.tenant(false);
        assertEquals(
                404,
                world.call(other.owner(), "GET", "/providers/Bleu.Ledger/receipts/" + change)
                        .status());
        FakeRequest key = new FakeRequest(Site.MANAGEMENT, "GET", "/providers/Bleu.Ledger/key");
        assertEquals(world.trust.ledger().vkey() + "\n", World.text(world.anonymous(key)));
    }
}
