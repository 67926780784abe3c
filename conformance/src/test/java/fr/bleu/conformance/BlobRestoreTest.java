package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.azure.core.http.HttpMethod;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobContainerItem;
import com.azure.storage.blob.models.BlobContainerListDetails;
import com.azure.storage.blob.models.ListBlobContainersOptions;
import fr.bleu.conformance.operations.BlobOperation;
import fr.bleu.conformance.operations.Client;
import fr.bleu.conformance.operations.Proves;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A deleted container, found and restored by the Azure SDK for Java. */
@Proves(
        client = Client.JAVA,
        operations = {
            BlobOperation.LIST_CONTAINERS,
            BlobOperation.DELETE_CONTAINER,
            BlobOperation.RESTORE_CONTAINER
        })
class BlobRestoreTest {

    @Test
    void aDeletedContainerComesBackWithItsBlobs() throws Exception {
        TestAccount account = TestAccount.create("restorejava");
        account.arm(
                HttpMethod.PUT,
                account.id() + "/blobServices/default?api-version=2023-01-01",
                Map.of(
                        "properties",
                        Map.of(
                                "containerDeleteRetentionPolicy",
                                Map.of("enabled", true, "days", 7))));
        BlobServiceClient service = account.service();
        BlobContainerClient container = service.createBlobContainer("gone");
        container.getBlobClient("b").upload(BinaryData.fromString("bonjour"));
        container.delete();
        assertEquals(false, container.exists());
        var deleted =
                new ListBlobContainersOptions()
                        .setDetails(new BlobContainerListDetails().setRetrieveDeleted(true));
        BlobContainerItem found =
                service.listBlobContainers(deleted, null).stream().findFirst().orElseThrow();
        assertEquals(true, found.isDeleted());
        BlobContainerClient restored =
                service.undeleteBlobContainer(found.getName(), found.getVersion());
        assertEquals("bonjour", restored.getBlobClient("b").downloadContent().toString());
    }
}
