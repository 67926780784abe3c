package fr.bleu.storage.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.storage.World;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Containers through the Resource Manager. */
class ContainerArmTest {
    private ArmPlatform platform;
    private String service;
    private String containers;

    @BeforeEach
    void open() throws Exception {
        fill(new ArmPlatform());
    }

    private void fill(ArmPlatform other) {
        platform = other;
        platform.arm("PUT", platform.account("boxes"), ArmPlatform.TEMPLATE);
        service = platform.account("boxes") + "/blobServices/default";
        containers = service + "/containers";
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private static String properties(String properties) {
        return "{\"properties\":" + properties + "}";
    }

    private JsonNode properties(Answer answer) {
        return ArmPlatform.json(answer).path("properties");
    }

    @Test
    void aContainerIsCreatedShownAndDeleted() {
        Answer made = platform.arm("201", "PUT", containers + "/con", "{}");
        JsonNode json = ArmPlatform.json(made);
        assertEquals(
                """
                {"id":"ID","name":"con",\
                "type":"Microsoft.Storage/storageAccounts/blobServices/containers","etag":ETAG,\
                "properties":{"deleted":false,"remainingRetentionDays":0,\
                "defaultEncryptionScope":"$account-encryption-key",\
                "denyEncryptionScopeOverride":false,"metadata":{},"publicAccess":"None",\
                "leaseStatus":"Unlocked","leaseState":"Available",\
                "lastModifiedTime":"2026-11-23T12:00:00.0000000Z",\
                "legalHold":{"hasLegalHold":false,"tags":[]},\
                "hasImmutabilityPolicy":false,"hasLegalHold":false}}\
                """
                        .replace("ID", containers + "/con")
                        .replace("ETAG", json.path("etag").toString()),
                json.toString());
        assertEquals(json.path("etag").asString(), World.header(made, "ETag"));
        assertFalse(World.header(made, "bleu-receipt").isEmpty());
        assertEquals(json, ArmPlatform.json(platform.arm("200", "GET", containers + "/con", "")));
        platform.arm("200", "DELETE", containers + "/con", "");
        platform.arm("204", "DELETE", containers + "/con", "");
        platform.arm("404 ContainerNotFound", "GET", containers + "/con", "");
        platform.arm("404 ContainerNotFound", "PATCH", containers + "/con", "{}");
    }

    @Test
    void whatIsNamedChangesAndTheRestStays() {
        Answer made =
                platform.arm(
                        "PUT", containers + "/con", properties("{\"metadata\":{\"A\":\"1\"}}"));
        assertEquals("{\"a\":\"1\"}", properties(made).path("metadata").toString());
        Answer same = platform.arm("200", "PUT", containers + "/con", "{}");
        assertEquals(World.header(made, "ETag"), World.header(same, "ETag"));
        Answer changed =
                platform.arm(
                        "200",
                        "PATCH",
                        containers + "/con",
                        properties("{\"metadata\":{\"b\":\"2\"},\"publicAccess\":\"None\"}"));
        assertNotEquals(World.header(made, "ETag"), World.header(changed, "ETag"));
        assertEquals("{\"b\":\"2\"}", properties(changed).path("metadata").toString());
        Answer empty =
                platform.arm("200", "PUT", containers + "/con", properties("{\"metadata\":{}}"));
        assertEquals("{}", properties(empty).path("metadata").toString());
    }

    /** What az sends back of what it has read. */
    @Test
    void whatIsShownCanBeSentBack() {
        Answer made = platform.arm("201", "PUT", containers + "/con", "{}");
        platform.arm("200", "PATCH", containers + "/con", World.text(made));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"defaultEncryptionScope\":\"a\\u0000\"}",
                "{\"defaultEncryptionScope\":\"Mine\"}",
                "{\"defaultEncryptionScope\":\"\"}",
                "{\"enableNfsV3AllSquash\":true}",
                "{\"enableNfsV3RootSquash\":true}",
                "{\"publicAccess\":\"Everything\"}",
                "{\"publicAccess\":1}",
                "{\"metadata\":{\"a\":1}}",
                "{\"immutableStorageWithVersioning\":{\"enabled\":\"yes\"}}",
                "{\"immutableStorageWithVersioning\":{\"enabled\":false,\"x\":1}}",
                "{\"quota\":7}",
                "[7]",
            })
    void whatIsNotHonouredIsRefusedByName(String properties) {
        String refused = "400 InvalidRequestPropertyValue";
        platform.arm(refused, "PUT", containers + "/con", properties(properties));
        platform.arm("404 ContainerNotFound", "GET", containers + "/con", "");
        platform.arm("201", "PUT", containers + "/con", "{}");
        platform.arm(refused, "PATCH", containers + "/con", properties(properties));
    }

    @Test
    void namesAndMetadataAreAsTheBlobServiceHasThem() {
        platform.arm("400 InvalidResourceName", "PUT", containers + "/CON", "{}");
        platform.arm("400 OutOfRangeInput", "PUT", containers + "/ab", "{}");
        platform.arm("400 InvalidResourceName", "GET", containers + "/a--b", "");
        platform.arm("400 InvalidResourceName", "DELETE", containers + "/Con", "");
        for (String metadata :
                List.of("{\"a b\":\"1\"}", "{\"a\":\"é\"}", "{\"a\":\"1\",\"A\":\"2\"}")) {
            platform.arm(
                    "400 InvalidMetadata",
                    "PUT",
                    containers + "/con",
                    properties("{\"metadata\":" + metadata + "}"));
        }
        platform.arm(
                "400 MetadataTooLarge",
                "PUT",
                containers + "/con",
                properties("{\"metadata\":{\"a\":\"" + "x".repeat(9_000) + "\"}}"));
    }

    @Test
    void theEncryptionScopeIsDecidedAtTheCreation() {
        String mine = properties("{\"defaultEncryptionScope\":\"mine\"}");
        platform.arm("404 ResourceNotFound", "PUT", containers + "/con", mine);
        platform.arm("201", "PUT", platform.account("boxes") + "/encryptionScopes/mine", "{}");
        Answer made = platform.arm("201", "PUT", containers + "/con", mine);
        assertEquals(
                "mine",
                ArmPlatform.json(made)
                        .path("properties")
                        .path("defaultEncryptionScope")
                        .asString());
        platform.arm("200", "PUT", containers + "/con", mine);
        platform.arm(
                "409 BlobOperationNotSupported",
                "PUT",
                containers + "/con",
                properties("{\"defaultEncryptionScope\":\"other\"}"));
    }

    /** What a body does not name asks for nothing, neither to be changed nor to be as it is not. */
    @Test
    void halfOfTheEncryptionIsComparedWithWhatThereIs() {
        String scope = properties("{\"defaultEncryptionScope\":\"mine\"}");
        String fixed = properties("{\"denyEncryptionScopeOverride\":true}");
        String loose = properties("{\"denyEncryptionScopeOverride\":false}");
        String both = scope.replace("}}", ",\"denyEncryptionScopeOverride\":true}}");
        String refused = "409 BlobOperationNotSupported";
        platform.arm("201", "PUT", platform.account("boxes") + "/encryptionScopes/mine", "{}");
        platform.arm("400 InvalidRequestPropertyValue", "PUT", containers + "/con", fixed);
        platform.arm("201", "PUT", containers + "/con", both);
        platform.arm("200", "PATCH", containers + "/con", scope);
        platform.arm("200", "PATCH", containers + "/con", fixed);
        platform.arm("200", "PATCH", containers + "/con", both);
        platform.arm(refused, "PATCH", containers + "/con", loose);
        platform.arm("201", "PUT", containers + "/plain", loose);
        platform.arm("200", "PATCH", containers + "/plain", loose);
        platform.arm(refused, "PATCH", containers + "/plain", fixed);
        platform.arm(refused, "PATCH", containers + "/plain", scope);
    }

    /** Whoever may nothing here learns nothing of what a body must be, and the refusal is kept. */
    @Test
    void aBodyIsJudgedAfterThePermit() {
        platform.arm("201", "PUT", containers + "/con", "{}");
        var nobody = platform.with("Reader", platform.account("another"));
        String bad = properties("{\"quota\":7}");
        for (String method : List.of("PUT", "PATCH")) {
            Answer answer = platform.arm(nobody, method, containers + "/con", bad);
            assertEquals("403 AuthorizationFailed", ArmPlatform.outcome(answer), method);
            platform.arm("400 InvalidRequestPropertyValue", method, containers + "/con", bad);
        }
    }

    @Test
    void versionsAreHeldFromTheCreationOnOrNever() {
        String held = properties("{\"immutableStorageWithVersioning\":{\"enabled\":true}}");
        String not = properties("{\"immutableStorageWithVersioning\":{\"enabled\":false}}");
        String refused = "409 BlobOperationNotSupported";
        platform.arm(refused, "PUT", containers + "/con", held);
        platform.arm("200", "PUT", service, properties("{\"isVersioningEnabled\":true}"));
        Answer made = platform.arm("201", "PUT", containers + "/con", held);
        assertTrue(
                properties(made)
                        .path("immutableStorageWithVersioning")
                        .path("enabled")
                        .booleanValue());
        platform.arm("200", "PUT", containers + "/con", held);
        platform.arm(refused, "PUT", containers + "/con", not);
        platform.arm(refused, "PATCH", containers + "/con", not);
        platform.arm("201", "PUT", containers + "/plain", not);
        platform.arm("200", "PATCH", containers + "/plain", not);
        platform.arm(refused, "PATCH", containers + "/plain", held);
        platform.arm("409 AccountProtectedFromDeletion", "DELETE", platform.account("boxes"), "");
        platform.arm("404 InvalidResourceType", "POST", containers + "/plain/migrate", "");
    }

    private List<String> names(String query, int pages) {
        List<String> names = new ArrayList<>();
        String target = containers + query;
        for (int page = 0; page < pages; page++) {
            JsonNode list = ArmPlatform.json(platform.arm("200", "GET", target, ""));
            list.path("value").forEach(it -> names.add(it.path("name").asString()));
            String next = list.path("nextLink").asString("");
            assertEquals(page == pages - 1, next.isEmpty(), next);
            target =
                    next.replaceFirst("^https://[^/]*", "")
                            .replaceFirst("api-version=2023-05-01&?", "");
        }
        return names;
    }

    @Test
    void listsHavePrefixesAndPages() {
        for (String name : List.of("aa1", "aa2", "aa3", "bbb")) {
            platform.arm("201", "PUT", containers + "/" + name, "{}");
        }
        assertEquals(List.of("aa1", "aa2", "aa3", "bbb"), names("", 1));
        assertEquals(List.of("aa1", "aa2", "aa3"), names("?$filter=aa", 1));
        assertEquals(List.of("aa1", "aa2", "aa3"), names("?$filter=aa&$maxpagesize=2", 2));
        assertEquals(List.of("aa1", "aa2", "aa3", "bbb"), names("?$maxpagesize=1", 4));
        assertEquals(List.of(), names("?$filter=c", 1));
        String refused = "400 InvalidValuesForRequestParameters";
        for (String query : List.of("$maxpagesize=0", "$maxpagesize=many", "$include=snapshots")) {
            platform.arm(refused, "GET", containers + "?" + query, "");
        }
        platform.arm("400 InvalidQueryParameterValue", "GET", containers + "?$skiptoken=x", "");
    }

    @Test
    void deletedContainersAreListedWhileTheyAreKept() {
        platform.arm(
                "200",
                "PUT",
                service,
                properties("{\"containerDeleteRetentionPolicy\":{\"enabled\":true,\"days\":3}}"));
        platform.arm("201", "PUT", containers + "/con", "{}");
        platform.arm("200", "DELETE", containers + "/con", "");
        platform.arm("201", "PUT", containers + "/con", "{}");
        assertEquals(List.of("con"), names("", 1));
        assertEquals(List.of("con", "con"), names("?$include=deleted", 1));
        assertEquals(List.of("con", "con"), names("?$include=deleted&$maxpagesize=1", 2));
        JsonNode deleted =
                ArmPlatform.json(platform.arm("GET", containers + "?$include=deleted", ""))
                        .path("value")
                        .path(0)
                        .path("properties");
        assertTrue(deleted.path("deleted").booleanValue());
        assertEquals(3, deleted.path("remainingRetentionDays").intValue());
        assertFalse(deleted.path("version").asString().isEmpty());
        assertTrue(deleted.path("deletedTime").asString().startsWith("2026-11-23T"));
    }

    @Test
    void aContainerIsOpenOnlyWhereItsAccountLetsIt() {
        String open = properties("{\"publicAccess\":\"Blob\"}");
        platform.arm("409 PublicAccessNotPermitted", "PUT", containers + "/con", open);
        platform.arm("201", "PUT", containers + "/con", "{}");
        platform.arm("409 PublicAccessNotPermitted", "PATCH", containers + "/con", open);
        platform.openRules("boxes");
        platform.arm("403 RequestDisallowedByPolicy", "PATCH", containers + "/con", open);
        platform.arm("403 RequestDisallowedByPolicy", "PUT", containers + "/other", open);
    }

    @Test
    void aContainerIsOpenWhereTheOperatorsPolicyLetsItToo() throws Exception {
        platform.close();
        fill(new ArmPlatform(true));
        String open = properties("{\"publicAccess\":\"Container\"}");
        platform.arm("409 PublicAccessNotPermitted", "PUT", containers + "/con", open);
        platform.openRules("boxes");
        Answer made = platform.arm("201", "PUT", containers + "/con", open);
        assertEquals("Container", properties(made).path("publicAccess").asString());
        assertEquals(
                "200",
                World.outcome(
                        platform.send(platform.blob("boxes", "GET", "/con?restype=container"))));
        Answer less =
                platform.arm(
                        "200",
                        "PATCH",
                        containers + "/con",
                        properties("{\"publicAccess\":\"blob\"}"));
        assertEquals("Blob", properties(less).path("publicAccess").asString());
    }

    @Test
    void aRoleAtOneContainerOpensThatOneOnly() {
        platform.arm("201", "PUT", containers + "/one", "{}");
        platform.arm("201", "PUT", containers + "/two", "{}");
        var reader = platform.with("Reader", containers + "/one");
        assertEquals(
                "200", ArmPlatform.outcome(platform.arm(reader, "GET", containers + "/one", "")));
        String refused = "403 AuthorizationFailed";
        assertEquals(
                refused, ArmPlatform.outcome(platform.arm(reader, "GET", containers + "/two", "")));
        assertEquals(refused, ArmPlatform.outcome(platform.arm(reader, "GET", containers, "")));
        assertEquals(
                refused,
                ArmPlatform.outcome(platform.arm(reader, "PUT", containers + "/one", "{}")));
        assertEquals(refused, ArmPlatform.outcome(platform.arm(reader, "GET", service, "")));
    }

    private String lease(String body) {
        Answer answer = platform.arm("POST", containers + "/con/lease", body);
        return answer.status() == 200 ? World.text(answer) : ArmPlatform.outcome(answer);
    }

    @Test
    void leasesAreThoseOfTheBlobService() {
        platform.arm("201", "PUT", containers + "/con", "{}");
        String id = "11111111-1111-1111-1111-111111111111";
        String other = "22222222-2222-2222-2222-222222222222";
        String given = "{\"leaseId\":\"" + id + "\"}";
        String acquire = "{\"action\":\"Acquire\",\"leaseDuration\":%s,\"proposedLeaseId\":\"%s\"}";
        assertEquals(given, lease(acquire.formatted(-1, id)));
        assertEquals("409 LeaseAlreadyPresent", lease(acquire.formatted(15, other)));
        JsonNode shown = properties(platform.arm("GET", containers + "/con", ""));
        assertEquals("Locked", shown.path("leaseStatus").asString());
        assertEquals("Leased", shown.path("leaseState").asString());
        assertEquals("Infinite", shown.path("leaseDuration").asString());
        platform.arm("412 LeaseIdMissing", "DELETE", containers + "/con", "");
        assertEquals(given, lease("{\"action\":\"Renew\",\"leaseId\":\"" + id + "\"}"));
        assertEquals(
                "{\"leaseId\":\"" + other + "\"}",
                lease(
                        "{\"action\":\"Change\",\"leaseId\":\"%s\",\"proposedLeaseId\":\"%s\"}"
                                .formatted(id, other)));
        assertEquals(
                "409 LeaseIdMismatchWithLeaseOperation",
                lease("{\"action\":\"Release\",\"leaseId\":\"" + id + "\"}"));
        assertEquals(
                "{\"leaseTimeSeconds\":\"20\"}",
                lease("{\"action\":\"Break\",\"breakPeriod\":20,\"leaseId\":null}"));
        assertEquals("{}", lease("{\"action\":\"Release\",\"leaseId\":\"" + other + "\"}"));
        String refused = "400 InvalidRequestPropertyValue";
        for (String body :
                List.of(
                        "{}",
                        "{\"action\":\"Keep\"}",
                        "{\"action\":\"Acquire\"}",
                        acquire.formatted(14, id),
                        acquire.formatted(15, "mine"),
                        "{\"action\":\"Renew\"}",
                        "{\"action\":\"Break\",\"breakPeriod\":61}",
                        "{\"action\":\"Break\",\"leaseDuration\":15}")) {
            assertEquals(refused, lease(body), body);
        }
        platform.arm("200", "DELETE", containers + "/con", "");
    }
}
