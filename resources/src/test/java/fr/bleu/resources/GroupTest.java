package fr.bleu.resources;

import static fr.bleu.resources.World.code;
import static fr.bleu.resources.World.header;
import static fr.bleu.resources.World.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Resource groups from their creation to their deletion. */
final class GroupTest {

    private final World world = new World();
    private final World.Tenant tenant = world.tenant(true);

    @AfterEach
    void close() {
        world.close();
    }

    private Answer put(String name, String body) {
        return world.call(tenant.owner(), "PUT", tenant.group(name), body);
    }

    @Test
    void aGroupIsCreatedChangedAndShownInTheCaseItWasCreatedIn() {
        Answer created =
                put("Rg-One", "{\"location\":\"France Central\",\"tags\":{\"env\":\"prod\"}}");
        assertEquals(201, created.status());
        assertTrue(header(created, "bleu-receipt").isPresent());
        assertEquals(
                "{\"id\":\""
                        + tenant.path()
                        + "/resourceGroups/Rg-One\",\"name\":\"Rg-One\","
                        + "\"type\":\"Microsoft.Resources/resourceGroups\","
                        + "\"location\":\"francecentral\",\"tags\":{\"env\":\"prod\"},"
                        + "\"properties\":{\"provisioningState\":\"Succeeded\"}}",
                World.text(created));
        Answer again = put("RG-ONE", "{\"location\":\"francecentral\"}");
        assertEquals(200, again.status());
        assertEquals("Rg-One", json(again).path("name").asString());
        assertEquals(0, json(again).path("tags").size());
        String lower = tenant.path() + "/resourcegroups/rg-one";
        assertEquals(200, world.call(tenant.owner(), "GET", lower).status());
        assertEquals(204, world.call(tenant.owner(), "HEAD", lower).status());
        assertEquals(404, world.call(tenant.owner(), "HEAD", tenant.group("none")).status());
        Answer patched = world.call(tenant.owner(), "PATCH", lower, "{\"tags\":{\"a\":\"b\"}}");
        assertEquals("b", json(patched).path("tags").path("a").asString());
        Answer moved = world.call(tenant.owner(), "PATCH", lower, "{\"location\":\"francesouth\"}");
        assertEquals("InvalidResourceGroupLocation", code(moved));
        assertEquals(
                200,
                world.call(tenant.owner(), "PUT", lower, World.text(patched)).status(),
                "what was read can be put back");
    }

    @Test
    void doubledSlashesAreTolerated() {
        put("one", "{\"location\":\"francecentral\"}");
        String doubled = tenant.path() + "//resourceGroups//one";
        assertEquals(200, world.call(tenant.owner(), "GET", doubled).status());
    }

    @Test
    void namesLocationsAndTagsKeepTheirRules() {
        String here = "{\"location\":\"francecentral\"}";
        assertEquals("InvalidResourceGroup", code(put("a%20b", here)));
        assertEquals("InvalidResourceGroup", code(put("dot.", here)));
        assertEquals("InvalidResourceGroup", code(put("x".repeat(91), here)));
        assertEquals("LocationRequired", code(put("one", "{}")));
        assertEquals("InvalidRequestContent", code(put("one", "{\"location\":")));
        assertEquals(
                "InvalidTagNameCharacters",
                code(put("one", "{\"location\":\"francecentral\",\"tags\":{\"a<b\":\"c\"}}")));
        StringBuilder tags = new StringBuilder("\"t\":\"\"");
        for (int i = 0; i < 50; i++) {
            tags.append(",\"t").append(i).append("\":\"\"");
        }
        assertEquals(
                "TooManyTags",
                code(put("one", "{\"location\":\"francecentral\",\"tags\":{" + tags + "}}")));
        assertEquals(201, put("one", here).status());
        Answer moved = put("one", "{\"location\":\"francesouth\"}");
        assertEquals(409, moved.status());
        assertEquals("InvalidResourceGroupLocation", code(moved));
        assertEquals(
                "ResourceGroupNotFound",
                code(world.call(tenant.owner(), "DELETE", tenant.group("none"))));
    }

    @Test
    void aPlaceThatThePolicyDoesNotAllowIsRefusedWithItsRule() {
        Answer refused = put("abroad", "{\"location\":\"East US\"}");
        assertEquals(403, refused.status());
        assertEquals(
                "{\"error\":{\"code\":\"RequestDisallowedByPolicy\",\"target\":\"abroad\","
                        + "\"message\":\"Resource 'abroad' was disallowed by policy. Rule"
                        + " 'bleu.place.allowed': The sovereignty policy does not allow the"
                        + " location 'eastus'.\",\"additionalInfo\":[{\"type\":\"PolicyViolation\","
                        + "\"info\":{\"policyDefinitionDisplayName\":\"Sovereignty policy: allowed"
                        + " places\",\"policyDefinitionId\":\"/providers/Microsoft.Authorization/"
                        + "policyDefinitions/bleu.place.allowed\","
                        + "\"policyDefinitionName\":\"bleu.place.allowed\","
                        + "\"policyDefinitionEffect\":\"deny\","
                        + "\"policyAssignmentId\":\"/providers/Microsoft.Authorization/"
                        + "policyAssignments/bleu.place.allowed\","
                        + "\"policyAssignmentName\":\"bleu.place.allowed\","
                        + "\"policyAssignmentDisplayName\":\"Sovereignty policy: allowed places\","
                        + "\"policyAssignmentScope\":\"/\",\"evaluationDetails\":"
                        + "{\"evaluatedExpressions\":[{\"result\":\"True\","
                        + "\"expressionKind\":\"Field\",\"expression\":\"location\","
                        + "\"path\":\"location\",\"expressionValue\":\"eastus\","
                        + "\"operator\":\"NotIn\"}]}}}]}}",
                World.text(refused));
        assertEquals(404, world.call(tenant.owner(), "GET", tenant.group("abroad")).status());
    }

    @Test
    void aDeletionRunsToItsEndAndTakesEverythingInTheGroupWithIt() throws Exception {
        world.prepare(tenant, "gone");
        String thing = tenant.thing("gone", "thing1");
        world.call(tenant.owner(), "PUT", thing, "{\"location\":\"francecentral\"}");
        Answer accepted = world.call(tenant.owner(), "DELETE", tenant.group("gone"));
        assertEquals(202, accepted.status());
        assertTrue(header(accepted, "Retry-After").isPresent());
        Answer done = world.awaited(tenant.owner(), accepted);
        assertEquals(200, done.status());
        assertEquals("", World.text(done));
        assertEquals(404, world.call(tenant.owner(), "GET", tenant.group("gone")).status());
        assertEquals(201, put("gone", "{\"location\":\"francesouth\"}").status());
        assertEquals(404, world.call(tenant.owner(), "GET", thing).status());
    }

    @Test
    void aDeletionThatCannotGoOnLeavesAUsableGroupAndSaysWhy() throws Exception {
        world.prepare(tenant, "kept");
        world.call(
                tenant.owner(),
                "PUT",
                tenant.thing("kept", "thing1"),
                "{\"location\":\"francecentral\",\"tags\":{\"locked\":\"\"}}");
        Answer accepted = world.call(tenant.owner(), "DELETE", tenant.group("kept"));
        Answer failed = world.awaited(tenant.owner(), accepted);
        assertEquals(409, failed.status());
        assertEquals("ThingLocked", code(failed));
        Answer group = world.call(tenant.owner(), "GET", tenant.group("kept"));
        assertEquals(
                "Succeeded", json(group).path("properties").path("provisioningState").asString());
    }

    @Test
    void aFaultOfAHandlerEndsTheDeletionAndIsNotTold() throws Exception {
        world.prepare(tenant, "kept");
        world.call(
                tenant.owner(),
                "PUT",
                tenant.thing("kept", "thing1"),
                "{\"location\":\"francecentral\",\"tags\":{\"broken\":\"\"}}");
        Answer accepted = world.call(tenant.owner(), "DELETE", tenant.group("kept"));
        Answer failed = world.awaited(tenant.owner(), accepted);
        assertEquals("InternalServerError", code(failed));
        assertFalse(World.text(failed).contains("fault in"));
        assertEquals(200, put("kept", "{\"location\":\"francecentral\"}").status());
    }

    @Test
    void whoeverMakesAGroupOfTheSameNameDoesNotInheritItsRoles() throws Exception {
        world.prepare(tenant, "again");
        var reader = world.with(tenant, "Reader", tenant.group("again"));
        assertEquals(200, world.call(reader, "GET", tenant.group("again")).status());
        world.awaited(tenant.owner(), world.call(tenant.owner(), "DELETE", tenant.group("again")));
        put("again", "{\"location\":\"francecentral\"}");
        assertEquals(403, world.call(reader, "GET", tenant.group("again")).status());
    }

    @Test
    void listsArePagedAndFiltered() {
        for (int i = 0; i < 5; i++) {
            put("g" + i, "{\"location\":\"francecentral\",\"tags\":{\"n\":\"" + i + "\"}}");
        }
        String groups = tenant.path() + "/resourcegroups";
        Answer first = world.call(tenant.owner(), "GET", groups + "?$top=3");
        assertEquals(3, json(first).path("value").size());
        String next = json(first).path("nextLink").asString();
        Answer second =
                world.call(
                        tenant.owner(), "GET", next.substring("https://localhost:8443".length()));
        assertEquals(2, json(second).path("value").size());
        assertFalse(json(second).has("nextLink"));
        String filter = "?$filter=tagName%20eq%20'n'%20and%20tagValue%20eq%20'4'";
        Answer filtered = world.call(tenant.owner(), "GET", groups + filter);
        assertEquals("g4", json(filtered).path("value").path(0).path("name").asString());
        assertEquals(
                "InvalidFilterInQueryString",
                code(world.call(tenant.owner(), "GET", groups + "?$filter=color%20eq%20'x'")));
    }
}
