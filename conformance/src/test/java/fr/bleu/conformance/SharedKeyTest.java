package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.azure.core.http.HttpMethod;
import com.azure.core.util.BinaryData;
import com.azure.resourcemanager.resources.fluent.models.GenericResourceInner;
import com.azure.resourcemanager.resources.models.Sku;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.StorageSharedKeyCredential;
import fr.bleu.conformance.operations.BlobOperation;
import fr.bleu.conformance.operations.Client;
import fr.bleu.conformance.operations.Proves;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** SharedKey and service SAS with the Azure SDK for Java, path style: no name to resolve. */
@Proves(
        client = Client.JAVA,
        operations = {
            BlobOperation.CREATE_CONTAINER,
            BlobOperation.LIST_BLOBS,
            BlobOperation.PUT_BLOB,
            BlobOperation.GET_BLOB
        })
class SharedKeyTest {

    private static final String ACCOUNT = "sharedkeyjava";

    private static Cloud cloud;
    private static String key;
    private static BlobContainerClient container;

    @BeforeAll
    static void prepare() throws Exception {
        cloud = SharedCloud.get();
        key = key(new Sdk(cloud));
        container = service(key).getBlobContainerClient("signed");
        container.createIfNotExists();
        container.getBlobClient("one").upload(BinaryData.fromString("bonjour"), true);
        container.getBlobClient("two").upload(BinaryData.fromString("autre"), true);
    }

    private static String key(Sdk sdk) throws Exception {
        var resources = sdk.resources(sdk.administrator());
        resources.resourceGroups().define("sharedkey").withRegion("francecentral").create();
        resources.providers().register("Microsoft.Storage");
        String id =
                "/subscriptions/"
                        + cloud.env("AZURE_SUBSCRIPTION_ID")
                        + "/resourceGroups/sharedkey/providers/Microsoft.Storage/storageAccounts/"
                        + ACCOUNT;
        GenericResourceInner account =
                new GenericResourceInner()
                        .withKind("StorageV2")
                        .withSku(new Sku().withName("Standard_LRS"))
                        .withLocation("francecentral");
        resources.serviceClient().getResources().createOrUpdateById(id, "2023-01-01", account);
        String url = cloud.env("BLEU_URL") + id + "/listKeys?api-version=2023-01-01";
        return sdk.send(sdk.administrator(), cloud.env("BLEU_RESOURCE"), HttpMethod.POST, url, null)
                .path("keys")
                .path(0)
                .path("value")
                .asString();
    }

    /** A container of the account that the key opens, with all rights; for features' tests. */
    static BlobContainerClient container(String name) throws Exception {
        if (key == null) {
            prepare();
        }
        BlobContainerClient made = service(key).getBlobContainerClient(name);
        made.createIfNotExists();
        return made;
    }

    /** The account as its key opens it. */
    static BlobServiceClient service() throws Exception {
        if (key == null) {
            prepare();
        }
        return service(key);
    }

    private static BlobServiceClient service(String key) {
        return new BlobServiceClientBuilder()
                .endpoint(cloud.env("BLEU_URL") + "/" + ACCOUNT)
                .credential(new StorageSharedKeyCredential(ACCOUNT, key))
                .buildClient();
    }

    private static String readOnly(OffsetDateTime end) {
        BlobSasPermission read = new BlobSasPermission().setReadPermission(true);
        return container
                .getBlobClient("one")
                .generateSas(new BlobServiceSasSignatureValues(end, read));
    }

    private static BlobClient signed(String blob, String sas) {
        return new BlobClientBuilder()
                .endpoint(cloud.env("BLEU_URL") + "/" + ACCOUNT)
                .containerName("signed")
                .blobName(blob)
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

    @Test
    void anAccountKeySignsRequestsInPathStyle() {
        BlobClient blob = container.getBlobClient("dossier/é ü +%2F.txt");
        blob.upload(BinaryData.fromString("signé"));
        assertEquals("signé", blob.downloadContent().toString());
        assertEquals(1, container.listBlobsByHierarchy("dossier/").stream().count());
    }

    @Test
    void anotherKeyIsRefused() {
        String other = (key.charAt(0) == 'A' ? "B" : "A") + key.substring(1);
        refused(() -> service(other).getBlobContainerClient("signed").getProperties());
    }

    @Test
    void aSasForReadingOneBlobReadsThatBlobAndNothingElse() {
        String sas = readOnly(now().plusHours(1));
        assertEquals("bonjour", signed("one", sas).downloadContent().toString());
        refused(() -> signed("two", sas).downloadContent());
        refused(() -> signed("one", sas).upload(BinaryData.fromString("non"), true));
        refused(() -> signed("one", sas).delete());
        assertEquals("bonjour", container.getBlobClient("one").downloadContent().toString());
    }

    @Test
    void anExpiredSasIsRefused() {
        String sas = readOnly(now().minusMinutes(1));
        refused(() -> signed("one", sas).downloadContent());
    }
}
