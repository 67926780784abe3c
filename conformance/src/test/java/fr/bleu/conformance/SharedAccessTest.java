package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.rest.Response;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.batch.BlobBatch;
import com.azure.storage.blob.batch.BlobBatchClientBuilder;
import com.azure.storage.blob.batch.BlobBatchStorageException;
import com.azure.storage.blob.models.BlobAccessPolicy;
import com.azure.storage.blob.models.BlobSignedIdentifier;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.UserDelegationKey;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.sas.AccountSasPermission;
import com.azure.storage.common.sas.AccountSasResourceType;
import com.azure.storage.common.sas.AccountSasService;
import com.azure.storage.common.sas.AccountSasSignatureValues;
import fr.bleu.conformance.operations.BlobOperation;
import fr.bleu.conformance.operations.Client;
import fr.bleu.conformance.operations.Proves;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Account SAS, user delegation SAS, stored access policies and batches with the SDK for Java. */
@Proves(
        client = Client.JAVA,
        operations = {
            BlobOperation.LIST_CONTAINERS,
            BlobOperation.GET_USER_DELEGATION_KEY,
            BlobOperation.BLOB_BATCH,
            BlobOperation.CREATE_CONTAINER,
            BlobOperation.GET_CONTAINER_ACL,
            BlobOperation.SET_CONTAINER_ACL,
            BlobOperation.DELETE_CONTAINER,
            BlobOperation.LIST_BLOBS,
            BlobOperation.PUT_BLOB,
            BlobOperation.GET_BLOB
        })
class SharedAccessTest {

    private static final String ACCOUNT = "sharedaccessjava";

    private static TestAccount account;
    private static BlobServiceClient owner;
    private static BlobContainerClient container;

    @BeforeAll
    static void prepare() throws Exception {
        account = TestAccount.create(ACCOUNT);
        owner = account.service();
        container = owner.getBlobContainerClient("shared");
        container.createIfNotExists();
        container.getBlobClient("one").upload(BinaryData.fromString("bonjour"), true);
    }

    private static BlobServiceClientBuilder at(String sas) {
        BlobServiceClientBuilder builder =
                new BlobServiceClientBuilder().endpoint(account.endpoint());
        return sas == null ? builder : builder.sasToken(sas);
    }

    private static BlobContainerClient signed(String sas) {
        return new BlobContainerClientBuilder()
                .endpoint(account.endpoint())
                .containerName("shared")
                .sasToken(sas)
                .buildClient();
    }

    private static OffsetDateTime now() {
        return OffsetDateTime.now(ZoneOffset.UTC);
    }

    private static void refused(Runnable call) {
        BlobStorageException refusal = assertThrows(BlobStorageException.class, call::run);
        assertEquals(403, refusal.getStatusCode());
    }

    private static String accountSas(String permissions, String types) {
        return owner.generateAccountSas(
                new AccountSasSignatureValues(
                        now().plusHours(1),
                        AccountSasPermission.parse(permissions),
                        AccountSasService.parse("b"),
                        AccountSasResourceType.parse(types)));
    }

    @Test
    void anAccountSasOpensWhatItsLettersAndTypesSay() {
        BlobServiceClient all = at(accountSas("rwdlc", "sco")).buildClient();
        assertTrue(all.listBlobContainers().stream().anyMatch(it -> it.getName().equals("shared")));
        BlobContainerClient made = all.createBlobContainer("made");
        made.getBlobClient("b").upload(BinaryData.fromString("par signature"));
        assertEquals("par signature", made.getBlobClient("b").downloadContent().toString());
        made.delete();
        BlobServiceClient objects = at(accountSas("r", "o")).buildClient();
        assertEquals(
                "bonjour",
                objects.getBlobContainerClient("shared")
                        .getBlobClient("one")
                        .downloadContent()
                        .toString());
        refused(() -> objects.listBlobContainers().forEach(it -> {}));
        refused(() -> objects.getBlobContainerClient("shared").listBlobs().forEach(it -> {}));
        refused(() -> objects.createBlobContainer("refused"));
    }

    @Test
    void aStoredPolicyIsRevokedAtOnce() {
        BlobSignedIdentifier policy =
                new BlobSignedIdentifier()
                        .setId("readers")
                        .setAccessPolicy(
                                new BlobAccessPolicy()
                                        .setStartsOn(now().minusMinutes(5))
                                        .setExpiresOn(now().plusHours(1))
                                        .setPermissions("rl"));
        container.setAccessPolicy(null, List.of(policy));
        var kept = container.getAccessPolicy().getIdentifiers();
        assertEquals("readers", kept.getFirst().getId());
        assertEquals("rl", kept.getFirst().getAccessPolicy().getPermissions());
        String sas = container.generateSas(new BlobServiceSasSignatureValues("readers"));
        assertEquals("bonjour", signed(sas).getBlobClient("one").downloadContent().toString());
        assertTrue(signed(sas).listBlobs().stream().count() > 0);
        container.setAccessPolicy(null, List.of());
        refused(() -> signed(sas).getBlobClient("one").downloadContent());
    }

    @Test
    void aUserDelegationSasMayWhatItsSignerMay() throws Exception {
        BlobServiceClient principal =
                at(null).credential(new Sdk(account.cloud()).administrator()).buildClient();
        account.letTheAdministratorIn(Scopes.BLOB_DATA_READER);
        UserDelegationKey key =
                principal.getUserDelegationKey(now().minusMinutes(5), now().plusDays(1));
        String sas =
                principal
                        .getBlobContainerClient("shared")
                        .generateUserDelegationSas(
                                new BlobServiceSasSignatureValues(
                                        now().plusHours(1),
                                        new BlobContainerSasPermission()
                                                .setReadPermission(true)
                                                .setWritePermission(true)
                                                .setListPermission(true)),
                                key,
                                ACCOUNT,
                                com.azure.core.util.Context.NONE);
        assertEquals("bonjour", signed(sas).getBlobClient("one").downloadContent().toString());
        assertTrue(signed(sas).listBlobs().stream().count() > 0);
        // The signature says that it may write; its signer may not.
        refused(() -> signed(sas).getBlobClient("n").upload(BinaryData.fromString("non")));
    }

    @Test
    void aBatchDeletesWithAKeyAndWithASignature() {
        delete(owner, "batched");
        delete(at(accountSas("rwdl", "sco")).buildClient(), "signed-batch");
    }

    private static void delete(BlobServiceClient client, String prefix) {
        for (String name : List.of(prefix + "/é 1", prefix + "/2")) {
            container.getBlobClient(name).upload(BinaryData.fromString(name), true);
        }
        var batches = new BlobBatchClientBuilder(client).buildClient();
        BlobBatch batch = batches.getBlobBatch();
        Response<Void> first = batch.deleteBlob("shared", prefix + "/é 1");
        Response<Void> none = batch.deleteBlob("shared", prefix + "/none");
        Response<Void> second = batch.deleteBlob("shared", prefix + "/2");
        batches.submitBatchWithResponse(batch, false, null, com.azure.core.util.Context.NONE);
        assertEquals(202, first.getStatusCode());
        assertEquals(202, second.getStatusCode());
        BlobStorageException missing =
                assertThrows(BlobStorageException.class, none::getStatusCode);
        assertEquals(404, missing.getStatusCode());
        assertFalse(container.getBlobClient(prefix + "/é 1").exists());
        BlobBatch failing = batches.getBlobBatch();
        failing.deleteBlob("shared", prefix + "/none");
        assertThrows(BlobBatchStorageException.class, () -> batches.submitBatch(failing));
    }
}
