package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.rest.Response;
import com.azure.core.management.exception.ManagementException;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.resourcemanager.resources.ResourceManager;
import com.azure.resourcemanager.resources.fluent.models.GenericResourceInner;
import com.azure.resourcemanager.resources.models.Sku;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.models.DeletedSecret;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import com.azure.security.keyvault.secrets.models.SecretProperties;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.BlockBlobItem;
import com.azure.storage.blob.models.ParallelTransferOptions;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import fr.bleu.conformance.operations.BlobOperation;
import fr.bleu.conformance.operations.Client;
import fr.bleu.conformance.operations.Proves;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.JsonNode;

/** The Azure SDK for Java: identity, resourcemanager-resources, storage-blob, keyvault-secrets. */
@Proves(
        client = Client.JAVA,
        operations = {
            BlobOperation.CREATE_CONTAINER,
            BlobOperation.LIST_BLOBS,
            BlobOperation.PUT_BLOB,
            BlobOperation.GET_BLOB,
            BlobOperation.DELETE_BLOB,
            BlobOperation.PUT_BLOCK,
            BlobOperation.PUT_BLOCK_LIST
        })
class JavaSdkTest {

    private static final String GROUP = "java";
    private static final String BLOB_DATA_CONTRIBUTOR = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";
    private static final String READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
    private static final String SECRETS_OFFICER = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7";

    private static Cloud cloud;
    private static Sdk sdk;
    private static TokenCredential administrator;
    private static ResourceManager resources;

    @BeforeAll
    static void prepare() throws Exception {
        if (cloud != null) {
            return;
        }
        cloud = SharedCloud.get();
        sdk = new Sdk(cloud);
        administrator = sdk.administrator();
        resources = sdk.resources(administrator);
        resources.resourceGroups().define(GROUP).withRegion("francecentral").create();
        resources.providers().register("Microsoft.Storage");
        resources.providers().register("Microsoft.KeyVault");
        put(
                storageId(),
                "2023-01-01",
                new GenericResourceInner()
                        .withKind("StorageV2")
                        .withSku(new Sku().withName("Standard_LRS"))
                        .withLocation("francecentral"));
        assign(storageId(), BLOB_DATA_CONTRIBUTOR);
        put(
                vaultId(),
                "2022-07-01",
                new GenericResourceInner()
                        .withLocation("francecentral")
                        .withProperties(
                                Map.of(
                                        "tenantId", cloud.env("AZURE_TENANT_ID"),
                                        "sku", Map.of("family", "A", "name", "standard"),
                                        "enableRbacAuthorization", true)));
        assign(vaultId(), SECRETS_OFFICER);
    }

    private static void put(String id, String apiVersion, GenericResourceInner resource) {
        resources.serviceClient().getResources().createOrUpdateById(id, apiVersion, resource);
    }

    private static String groupId() {
        return "/subscriptions/" + cloud.env("AZURE_SUBSCRIPTION_ID") + "/resourceGroups/" + GROUP;
    }

    private static String storageId() {
        return groupId() + "/providers/Microsoft.Storage/storageAccounts/" + SharedCloud.ACCOUNT;
    }

    private static String vaultId() {
        return groupId() + "/providers/Microsoft.KeyVault/vaults/" + SharedCloud.VAULT;
    }

    private static void assign(String scope, String role) throws Exception {
        assign(scope, role, administratorsId());
    }

    private static String administratorsId() throws Exception {
        JsonNode found =
                sdk.send(
                        administrator,
                        cloud.env("BLEU_GRAPH"),
                        HttpMethod.GET,
                        cloud.env("BLEU_GRAPH")
                                + "/v1.0/servicePrincipals?$filter=appId%20eq%20'"
                                + cloud.env("AZURE_CLIENT_ID")
                                + "'",
                        null);
        return found.path("value").path(0).path("id").asString();
    }

    private static void assign(String scope, String role, String principal) {
        Map<String, String> properties =
                Map.of(
                        "principalId",
                        principal,
                        "principalType",
                        "ServicePrincipal",
                        "roleDefinitionId",
                        "/subscriptions/"
                                + cloud.env("AZURE_SUBSCRIPTION_ID")
                                + "/providers/Microsoft.Authorization/roleDefinitions/"
                                + role);
        put(
                scope + "/providers/Microsoft.Authorization/roleAssignments/" + UUID.randomUUID(),
                "2022-04-01",
                new GenericResourceInner().withProperties(properties));
    }

    private static BlobContainerClient container(String name) {
        BlobContainerClient container = sdk.container(administrator, SharedCloud.ACCOUNT, name);
        container.createIfNotExists();
        return container;
    }

    @Test
    void aGroupOutsideTheAllowedPlacesIsRefusedWithTheRulesId() {
        ManagementException refusal =
                assertThrows(
                        ManagementException.class,
                        () ->
                                resources
                                        .resourceGroups()
                                        .define("elsewhere")
                                        .withRegion("eastus")
                                        .create());
        assertEquals(403, refusal.getResponse().getStatusCode());
        assertEquals("RequestDisallowedByPolicy", refusal.getValue().getCode());
        assertTrue(
                String.valueOf(refusal.getValue().getAdditionalInfo().getFirst().getInfo())
                        .contains("bleu.place.allowed"));
    }

    @Test
    void groupsAndResourcesAreListedAndAGroupIsDeleted() {
        resources
                .resourceGroups()
                .define("java-gone")
                .withRegion("francesouth")
                .withTag("a", "b")
                .create();
        assertTrue(resources.resourceGroups().contain("java-gone"));
        resources.resourceGroups().deleteByName("java-gone");
        assertEquals(false, resources.resourceGroups().contain("java-gone"));
        assertTrue(
                resources.genericResources().listByResourceGroup(GROUP).stream()
                        .anyMatch(one -> one.name().equals(SharedCloud.ACCOUNT)));
        assertTrue(
                resources.subscriptions().list().stream()
                        .anyMatch(
                                one ->
                                        one.subscriptionId()
                                                .equals(cloud.env("AZURE_SUBSCRIPTION_ID"))));
        assertTrue(
                resources.tenants().list().stream()
                        .anyMatch(one -> one.tenantId().equals(cloud.env("AZURE_TENANT_ID"))));
    }

    @Test
    void aSecretSignsInAndDoesWhatItsRoleSaysAndNoMore() throws Exception {
        JsonNode app = graph("/applications", Map.of("displayName", "java reader"));
        String appId = app.path("appId").asString();
        JsonNode principal = graph("/servicePrincipals", Map.of("appId", appId));
        String password = "/applications/" + app.path("id").asString() + "/addPassword";
        String secret = graph(password, Map.of()).path("secretText").asString();
        RuntimeException wrong =
                assertThrows(
                        RuntimeException.class, () -> sdk.token(sdk.secret(appId, "no secret")));
        assertTrue(wrong.getMessage().contains("7000215"), wrong.getMessage());

        ResourceManager reader = sdk.resources(sdk.secret(appId, secret));
        ManagementException stranger =
                assertThrows(
                        ManagementException.class, () -> reader.resourceGroups().getByName(GROUP));
        assertEquals("AuthorizationFailed", stranger.getValue().getCode());
        assign(groupId(), READER, principal.path("id").asString());
        assertEquals(GROUP, reader.resourceGroups().getByName(GROUP).name());
        assertEquals(
                SharedCloud.ACCOUNT,
                reader.genericResources().getById(storageId(), "2023-01-01").name());
        ManagementException change =
                assertThrows(
                        ManagementException.class,
                        () -> reader.resourceGroups().beginDeleteByName(GROUP));
        assertEquals(403, change.getResponse().getStatusCode());
    }

    private static JsonNode graph(String path, Object body) throws Exception {
        String graph = cloud.env("BLEU_GRAPH");
        return sdk.send(administrator, graph, HttpMethod.POST, graph + "/v1.0" + path, body);
    }

    @Test
    void aSmallBlobComesBackWithItsMetadataAndAReceipt() {
        BlobClient blob = container("small").getBlobClient("dossier/é ü 日本 +%2F ~.txt");
        Response<BlockBlobItem> put =
                blob.uploadWithResponse(
                        new BlobParallelUploadOptions(BinaryData.fromString("bonjour"))
                                .setMetadata(Map.of("one", "1")),
                        null,
                        Context.NONE);
        assertTrue(put.getHeaders().getValue("bleu-receipt").startsWith("promised; change="));
        assertEquals("bonjour", blob.downloadContent().toString());
        assertEquals(Map.of("one", "1"), blob.getProperties().getMetadata());
    }

    @Test
    void aConditionThatFailsIsRefusedInTheProtocolsWords() {
        BlobClient blob = container("conditions").getBlobClient("once");
        blob.upload(BinaryData.fromString("1"));
        BlobStorageException again =
                assertThrows(
                        BlobStorageException.class,
                        () -> blob.upload(BinaryData.fromString("2"), false));
        assertEquals(409, again.getStatusCode());
        BlobStorageException stale =
                assertThrows(
                        BlobStorageException.class,
                        () ->
                                blob.deleteWithResponse(
                                        null,
                                        new BlobRequestConditions().setIfMatch("\"0x1\""),
                                        null,
                                        Context.NONE));
        assertEquals(412, stale.getStatusCode());
        assertEquals("ConditionNotMet", stale.getErrorCode().toString());
    }

    @Test
    void aBlobOfManyBlocksComesBackWholeAndInRanges() {
        byte[] content = new byte[(9 << 20) + 17];
        new SplittableRandom(1).nextBytes(content);
        BlobClient blob = container("blocks").getBlobClient("large");
        ParallelTransferOptions blocks =
                new ParallelTransferOptions()
                        .setBlockSizeLong(1L << 20)
                        .setMaxSingleUploadSizeLong(1L << 20)
                        .setMaxConcurrency(4);
        blob.uploadWithResponse(
                new BlobParallelUploadOptions(BinaryData.fromBytes(content))
                        .setParallelTransferOptions(blocks),
                null,
                Context.NONE);
        assertArrayEquals(content, blob.downloadContent().toBytes());
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        blob.downloadStreamWithResponse(
                part, new BlobRange(1_000_000, 100L), null, null, false, null, Context.NONE);
        assertArrayEquals(Arrays.copyOfRange(content, 1_000_000, 1_000_100), part.toByteArray());
    }

    @Test
    void listingsShowTheHierarchyAndDeletedBlobsAreGone() {
        BlobContainerClient container = container("listing");
        for (String name : List.of("a/1", "a/2", "b", "c/d/e")) {
            container.getBlobClient(name).upload(BinaryData.fromString(name), true);
        }
        container.getBlobClient("b").delete();
        assertEquals(
                List.of("a/", "c/"),
                container.listBlobsByHierarchy("").stream().map(BlobItem::getName).toList());
        assertEquals(
                List.of("a/1", "a/2", "c/d/e"),
                container.listBlobs().stream().map(BlobItem::getName).toList());
    }

    @Test
    void aSecretsVersionsDeletionAndRecoveryWork() {
        SecretClient secrets = sdk.secrets(administrator, SharedCloud.VAULT);
        secrets.setSecret("java", "first");
        KeyVaultSecret second = secrets.setSecret("java", "second");
        assertEquals("second", secrets.getSecret("java").getValue());
        assertEquals(2, secrets.listPropertiesOfSecretVersions("java").stream().count());
        secrets.updateSecretProperties(second.getProperties().setContentType("text/plain"));
        secrets.beginDeleteSecret("java").waitForCompletion();
        assertTrue(
                secrets.listDeletedSecrets().stream()
                        .anyMatch(one -> one.getName().equals("java")));
        secrets.beginRecoverDeletedSecret("java").waitForCompletion();
        assertEquals("text/plain", secrets.getSecret("java").getProperties().getContentType());
        secrets.beginDeleteSecret("java").waitForCompletion();
        secrets.purgeDeletedSecret("java");
    }

    @Test
    void secretsAreListedOverPagesAndReadByVersion() {
        SecretClient secrets = sdk.secrets(administrator, SharedCloud.VAULT);
        String version = secrets.setSecret("page-00", "old").getProperties().getVersion();
        List<String> names = IntStream.range(0, 30).mapToObj("page-%02d"::formatted).toList();
        names.forEach(name -> secrets.setSecret(name, "new"));
        assertEquals(
                names,
                secrets.listPropertiesOfSecrets().stream()
                        .map(SecretProperties::getName)
                        .filter(name -> name.startsWith("page-"))
                        .toList());
        assertEquals("old", secrets.getSecret("page-00", version).getValue());
    }

    @Test
    void whatAVaultRefusesReachesTheSdksExceptions() {
        SecretClient secrets = sdk.secrets(administrator, SharedCloud.VAULT);
        KeyVaultSecret disabled = secrets.setSecret("off", "v");
        secrets.updateSecretProperties(disabled.getProperties().setEnabled(false));
        assertRefused(403, () -> secrets.getSecret("off"));
        secrets.setSecret("gone", "v");
        secrets.beginDeleteSecret("gone").waitForCompletion();
        DeletedSecret deleted = secrets.getDeletedSecret("gone");
        assertTrue(deleted.getScheduledPurgeDate().isAfter(deleted.getDeletedOn()));
        assertRefused(404, () -> secrets.getSecret("gone"));
        assertRefused(409, () -> secrets.setSecret("gone", "again"));
    }

    private static void assertRefused(int status, Executable call) {
        HttpResponseException refusal = assertThrows(HttpResponseException.class, call);
        assertEquals(status, refusal.getResponse().getStatusCode());
    }
}
