package fr.bleu.storage.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.storage.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The Blob service's properties through the Resource Manager. */
class BlobServiceArmTest {
    private ArmPlatform platform;
    private String service;

    @BeforeEach
    void open() throws Exception {
        platform = new ArmPlatform();
        platform.arm("PUT", platform.account("serviced"), ArmPlatform.TEMPLATE);
        service = platform.account("serviced") + "/blobServices/default";
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private JsonNode put(String properties) {
        Answer answer = platform.arm("PUT", service, "{\"properties\":" + properties + "}");
        assertEquals("200", ArmPlatform.outcome(answer), World.text(answer));
        assertFalse(World.header(answer, "bleu-receipt").isEmpty());
        return ArmPlatform.json(answer).path("properties");
    }

    private String refused(String properties) {
        return ArmPlatform.outcome(
                platform.arm("PUT", service, "{\"properties\":" + properties + "}"));
    }

    private JsonNode get() {
        return ArmPlatform.json(platform.arm("GET", service, ""));
    }

    @Test
    void anAccountBeginsWithEverythingOff() {
        assertEquals(
                """
                {"sku":{"name":"Standard_LRS","tier":"Standard"},\
                "id":"ID","name":"default","type":"Microsoft.Storage/storageAccounts/blobServices",\
                "properties":{"cors":{"corsRules":[]},\
                "deleteRetentionPolicy":{"enabled":false,"allowPermanentDelete":false},\
                "containerDeleteRetentionPolicy":{"enabled":false},"isVersioningEnabled":false,"changeFeed":{"enabled":false}}}\
                """
                        .replace("ID", service),
                get().toString());
    }

    @Test
    void whatIsSetIsToldAndWhatIsLeftOutStays() {
        put(
                """
                {"isVersioningEnabled":true,"defaultServiceVersion":"2021-08-06",
                "deleteRetentionPolicy":{"enabled":true,"days":7,"allowPermanentDelete":true},
                "containerDeleteRetentionPolicy":{"enabled":true,"days":3.0},
                "changeFeed":{"enabled":true,"retentionInDays":9},
                "cors":{"corsRules":[{"allowedOrigins":["https://a.example"],
                "allowedMethods":["GET","PUT"],"allowedHeaders":["x-ms-meta-*"],
                "exposedHeaders":[],"maxAgeInSeconds":60}]}}\
                """);
        JsonNode all = put("{}");
        assertTrue(all.path("isVersioningEnabled").booleanValue());
        assertEquals("2021-08-06", all.path("defaultServiceVersion").asString());
        assertEquals(
                "{\"enabled\":true,\"days\":7,\"allowPermanentDelete\":true}",
                all.path("deleteRetentionPolicy").toString());
        assertEquals(
                "{\"enabled\":true,\"days\":3}",
                all.path("containerDeleteRetentionPolicy").toString());
        assertEquals("{\"enabled\":true,\"retentionInDays\":9}", all.path("changeFeed").toString());
        assertEquals(
                "[{\"allowedOrigins\":[\"https://a.example\"],\"allowedMethods\":[\"GET\",\"PUT\"],"
                        + "\"allowedHeaders\":[\"x-ms-meta-*\"],\"exposedHeaders\":[],"
                        + "\"maxAgeInSeconds\":60}]",
                all.path("cors").path("corsRules").toString());
        assertEquals(all, get().path("properties"));
        JsonNode off =
                put("{\"deleteRetentionPolicy\":{\"enabled\":false,\"days\":7},\"cors\":{}}");
        assertFalse(off.path("deleteRetentionPolicy").path("enabled").booleanValue());
        assertTrue(off.path("cors").path("corsRules").isEmpty());
        assertTrue(off.path("isVersioningEnabled").booleanValue());
    }

    /** What az sends back of what it has read. */
    @Test
    void whatIsShownCanBeSentBack() {
        JsonNode before = get();
        Answer answer = platform.arm("PUT", service, before.toString());
        assertEquals(before, ArmPlatform.json(answer));
    }

    @Test
    void theListHasTheOneThatThereIs() {
        Answer list = platform.arm("GET", platform.account("serviced") + "/blobServices", "");
        assertEquals(get(), ArmPlatform.json(list).path("value").path(0));
        assertEquals(1, ArmPlatform.json(list).path("value").size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"changeFeed\":{\"enabled\":\"yes\"}}",
                "{\"changeFeed\":{\"enabled\":true,\"retentionInDays\":0}}",
                "{\"changeFeed\":{\"retentionInDays\":7}}",
                "{\"restorePolicy\":{\"enabled\":true,\"days\":3}}",
                "{\"lastAccessTimeTrackingPolicy\":{\"enable\":true}}",
                "{\"automaticSnapshotPolicyEnabled\":true}",
                "{\"staticWebsite\":{\"enabled\":true}}",
                "{\"isVersioningEnabled\":\"true\"}",
                "{\"deleteRetentionPolicy\":{\"days\":7}}",
                "{\"deleteRetentionPolicy\":{\"enabled\":true}}",
                "{\"deleteRetentionPolicy\":{\"enabled\":true,\"days\":0}}",
                "{\"deleteRetentionPolicy\":{\"enabled\":true,\"days\":366}}",
                "{\"deleteRetentionPolicy\":{\"enabled\":true,\"days\":1.5}}",
                "{\"deleteRetentionPolicy\":{\"enabled\":true,\"days\":7,\"forever\":true}}",
                "{\"deleteRetentionPolicy\":7}",
                "{\"containerDeleteRetentionPolicy\":"
                        + "{\"enabled\":true,\"days\":7,\"allowPermanentDelete\":true}}",
                "{\"defaultServiceVersion\":\"2011-08-18\"}",
                "{\"defaultServiceVersion\":\"newest\"}",
                "{\"cors\":{\"corsRules\":{}}, \"x\":1}",
                "{\"cors\":{\"corsRules\":[7]}}",
                "{\"cors\":{\"corsRules\":[{}]}}",
                "{\"cors\":{\"corsRules\":[{\"allowedOrigins\":[\"a,b\"],"
                        + "\"allowedMethods\":[\"GET\"],\"maxAgeInSeconds\":1}]}}",
                "{\"cors\":{\"corsRules\":[{\"allowedOrigins\":[\"*\"],"
                        + "\"allowedMethods\":[\"STEAL\"],\"maxAgeInSeconds\":1}]}}",
                "{\"cors\":{\"corsRules\":[{\"allowedOrigins\":[\"*\"],"
                        + "\"allowedMethods\":[\"GET\"],\"allowedHeaders\":[\"\"],"
                        + "\"maxAgeInSeconds\":1}]}}",
                "{\"cors\":{\"corsRules\":[{\"allowedOrigins\":[\"*\"],"
                        + "\"allowedMethods\":[\"GET\"]}]}}",
            })
    void whatIsNotHonouredIsRefusedByName(String properties) {
        JsonNode before = get();
        assertEquals("400 InvalidRequestPropertyValue", refused(properties));
        assertEquals(before, get());
    }

    @Test
    void aBodyThatIsNoneIsRefused() {
        assertEquals(
                "400 InvalidRequestContent",
                ArmPlatform.outcome(platform.arm("PUT", service, "[]")));
        assertEquals(
                "400 InvalidRequestPropertyValue",
                ArmPlatform.outcome(platform.arm("PUT", service, "{\"properties\":7}")));
    }

    @Test
    void versioningStaysOnWhileAContainerHoldsVersions() {
        put("{\"isVersioningEnabled\":true}");
        String container = service + "/containers/con";
        String versions =
                "{\"properties\":{\"immutableStorageWithVersioning\":{\"enabled\":true}}}";
        assertEquals("201", ArmPlatform.outcome(platform.arm("PUT", container, versions)));
        assertEquals("409 Conflict", refused("{\"isVersioningEnabled\":false}"));
        put("{\"isVersioningEnabled\":true}");
        assertEquals("200", ArmPlatform.outcome(platform.arm("DELETE", container, "")));
        put("{\"isVersioningEnabled\":false}");
        assertEquals(
                "409 BlobOperationNotSupported",
                ArmPlatform.outcome(platform.arm("PUT", container, versions)));
    }

    @Test
    void anAccountThatIsNotThereHasNoService() {
        String other = platform.account("nobodys") + "/blobServices/default";
        assertEquals("404 ResourceNotFound", ArmPlatform.outcome(platform.arm("GET", other, "")));
        assertEquals("404 ResourceNotFound", ArmPlatform.outcome(platform.arm("PUT", other, "{}")));
    }
}
