package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.HttpMethod;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobContainerEncryptionScope;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.CustomerProvidedKey;
import com.azure.storage.blob.models.DeleteSnapshotsOptionType;
import com.azure.storage.blob.models.ParallelTransferOptions;
import com.azure.storage.blob.options.BlobContainerCreateOptions;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.azure.storage.blob.specialized.AppendBlobClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Customers' own keys, encryption scopes and network rules with the SDK for Java. */
class BlobEncryptionTest {
    private static final String ACCOUNT = "encryptionjava";
    private static final String VERSION = "?api-version=2023-01-01";

    private static TestAccount account;

    @BeforeAll
    static void prepare() throws Exception {
        account = TestAccount.create(ACCOUNT);
        containers("plain").createIfNotExists();
        scope("one", "Enabled");
        scope("two", "Enabled");
    }

    private static void scope(String name, String state) throws Exception {
        Map<String, Object> properties = Map.of("source", "Microsoft.Storage", "state", state);
        JsonNode made =
                account.arm(
                        HttpMethod.PUT,
                        account.id() + "/encryptionScopes/" + name + VERSION,
                        Map.of("properties", properties));
        assertEquals(state, made.path("properties").path("state").asString());
    }

    private static BlobContainerClient containers(String name) {
        return account.service().getBlobContainerClient(name);
    }

    private static BlobClientBuilder blob(String container, String name) {
        return new BlobClientBuilder()
                .endpoint(account.endpoint())
                .credential(account.credential())
                .containerName(container)
                .blobName(name);
    }

    private static CustomerProvidedKey freshKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return new CustomerProvidedKey(key);
    }

    private static void refused(int status, String code, Runnable call) {
        BlobStorageException refusal = assertThrows(BlobStorageException.class, call::run);
        assertEquals(status, refusal.getStatusCode());
        assertEquals(code, refusal.getErrorCode().toString());
    }

    @Test
    void aCustomersKeyOpensItsBlobsAndNothingElseDoes() {
        CustomerProvidedKey key = freshKey();
        BlobClient mine = blob("plain", "mine").customerProvidedKey(key).buildClient();
        mine.upload(BinaryData.fromString("bonjour"));
        assertEquals("bonjour", mine.downloadContent().toString());
        assertEquals(key.getKeySha256(), mine.getProperties().getEncryptionKeySha256());
        mine.setMetadata(Map.of("a", "b"));
        assertEquals("b", mine.getProperties().getMetadata().get("a"));
        String snapshot = mine.createSnapshot().getSnapshotId();
        assertEquals("bonjour", mine.getSnapshotClient(snapshot).downloadContent().toString());
        BlobClient bare = blob("plain", "mine").buildClient();
        refused(409, "BlobUsesCustomerSpecifiedEncryption", bare::downloadContent);
        BlobClient wrong = blob("plain", "mine").customerProvidedKey(freshKey()).buildClient();
        refused(409, "BlobCustomerSpecifiedEncryptionMismatch", wrong::downloadContent);
        bare.deleteWithResponse(DeleteSnapshotsOptionType.INCLUDE, null, null, null);
    }

    @Test
    void blocksAndAppendedOnesHaveTheKey() {
        CustomerProvidedKey key = freshKey();
        byte[] content = new byte[3_000_000];
        BlobClient large = blob("plain", "large").customerProvidedKey(key).buildClient();
        large.uploadWithResponse(
                new BlobParallelUploadOptions(new ByteArrayInputStream(content))
                        .setParallelTransferOptions(
                                new ParallelTransferOptions()
                                        .setBlockSizeLong(1_000_000L)
                                        .setMaxSingleUploadSizeLong(1_000_000L)),
                null,
                null);
        assertEquals(content.length, large.downloadContent().toBytes().length);
        AppendBlobClient log =
                blob("plain", "log").customerProvidedKey(key).buildClient().getAppendBlobClient();
        log.create();
        byte[] word = "salut".getBytes(StandardCharsets.UTF_8);
        log.appendBlock(new ByteArrayInputStream(word), word.length);
        assertEquals("salut", log.downloadContent().toString());
    }

    @Test
    void scopesHoldAsDefaultAndByName() throws Exception {
        BlobClient named = blob("plain", "named").encryptionScope("one").buildClient();
        named.upload(BinaryData.fromString("par nom"));
        assertEquals("one", named.getProperties().getEncryptionScope());
        assertTrue(
                containers("plain").listBlobs().stream()
                        .anyMatch(it -> "one".equals(it.getProperties().getEncryptionScope())));
        String name = "bydefault";
        new BlobServiceClientBuilder()
                .endpoint(account.endpoint())
                .credential(account.credential())
                .blobContainerEncryptionScope(
                        new BlobContainerEncryptionScope()
                                .setDefaultEncryptionScope("one")
                                .setEncryptionScopeOverridePrevented(true))
                .buildClient()
                .createBlobContainerIfNotExistsWithResponse(
                        name, new BlobContainerCreateOptions(), null);
        BlobClient inherits = blob(name, "b").buildClient();
        inherits.upload(BinaryData.fromString("par défaut"));
        assertEquals("one", inherits.getProperties().getEncryptionScope());
        BlobClient other = blob(name, "b").encryptionScope("two").buildClient();
        refused(
                403,
                "RequestForbiddenByContainerEncryptionPolicy",
                () -> other.upload(BinaryData.fromString("non"), true));
        scope("one", "Disabled");
        refused(403, "AuthorizationFailure", inherits::downloadContent);
        scope("one", "Enabled");
        assertEquals("par défaut", inherits.downloadContent().toString());
    }

    @Test
    void theNetworksRulesHold() throws Exception {
        BlobContainerClient container = containers("plain");
        assertTrue(container.exists());
        network("Deny");
        refused(403, "AuthorizationFailure", container::getProperties);
        network("Allow");
        assertTrue(container.exists());
        JsonNode usage =
                account.arm(
                        HttpMethod.GET,
                        new Scopes(account.cloud()).subscription()
                                + "/providers/Microsoft.Storage/locations/francecentral/usages"
                                + VERSION,
                        null);
        assertFalse(usage.path("value").path(0).path("currentValue").asInt() < 1);
    }

    private static void network(String action) throws Exception {
        JsonNode changed =
                account.arm(
                        HttpMethod.PATCH,
                        account.id() + VERSION,
                        Map.of(
                                "properties",
                                Map.of("networkAcls", Map.of("defaultAction", action))));
        assertEquals(
                action,
                changed.path("properties").path("networkAcls").path("defaultAction").asString());
    }
}
