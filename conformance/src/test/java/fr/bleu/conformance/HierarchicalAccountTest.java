package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.HttpMethod;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import fr.bleu.conformance.operations.BlobOperation;
import fr.bleu.conformance.operations.Client;
import fr.bleu.conformance.operations.Proves;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An account with a hierarchical namespace, by the Azure SDK for Java. */
@Proves(
        client = Client.JAVA,
        operations = {
            BlobOperation.GET_ACCOUNT_INFORMATION,
            BlobOperation.LIST_BLOBS,
            BlobOperation.PUT_BLOB,
            BlobOperation.GET_BLOB,
            BlobOperation.GET_BLOB_PROPERTIES,
            BlobOperation.DELETE_BLOB
        })
class HierarchicalAccountTest {
    private static TestAccount account;
    private static BlobContainerClient container;

    @BeforeAll
    static void create() throws Exception {
        account = TestAccount.create("woodsjava", Map.of("isHnsEnabled", true));
        container = account.service().getBlobContainerClient("lake");
        container.create();
    }

    private static List<String> level(String prefix) {
        // The client tells blobs before prefixes, whatever their order on the page.
        return container.listBlobsByHierarchy(prefix).stream()
                .map(BlobItem::getName)
                .sorted()
                .toList();
    }

    private static void put(String name, String text) {
        container.getBlobClient(name).upload(BinaryData.fromString(text), true);
    }

    @Test
    void theAccountSaysWhatItIs() throws Exception {
        assertTrue(account.service().getAccountInfo().isHierarchicalNamespaceEnabled());
        String path = account.id() + "?api-version=2023-01-01";
        assertTrue(
                account.arm(HttpMethod.GET, path, null).at("/properties/isHnsEnabled").asBoolean());
    }

    @Test
    void directoriesComeWithTheirFilesAndGoWhenTheyAreEmpty() {
        put("a/b/c", "bonjour");
        put("a/d", "autre");
        assertEquals("bonjour", container.getBlobClient("a/b/c").downloadContent().toString());
        assertEquals(
                "true",
                container.getBlobClient("a/b").getProperties().getMetadata().get("hdi_isfolder"));
        assertEquals(List.of("a/"), level(""));
        assertEquals(List.of("a/b/", "a/d"), level("a/"));
        assertEquals(
                List.of("a", "a/b", "a/b/c", "a/d"),
                container.listBlobs(new ListBlobsOptions().setMaxResultsPerPage(1), null).stream()
                        .map(BlobItem::getName)
                        .toList());
        BlobStorageException refused =
                assertThrows(
                        BlobStorageException.class, () -> container.getBlobClient("a").delete());
        assertEquals(BlobErrorCode.fromString("DirectoryIsNotEmpty"), refused.getErrorCode());
        for (String path : List.of("a/b/c", "a/d", "a/b", "a")) {
            container.getBlobClient(path).delete();
        }
        assertFalse(container.getBlobClient("a").exists());
        assertEquals(List.of(), level(""));
    }

    @Test
    void aDirectoryIsMadeWithItsMark() {
        container
                .getBlobClient("empty")
                .getBlockBlobClient()
                .uploadWithResponse(
                        new com.azure.storage.blob.options.BlockBlobSimpleUploadOptions(
                                        BinaryData.fromBytes(new byte[0]))
                                .setMetadata(Map.of("hdi_isfolder", "true")),
                        null,
                        null);
        put("empty/now/not", "text");
        assertEquals(List.of("empty/now/"), level("empty/"));
        BlobStorageException refused =
                assertThrows(BlobStorageException.class, () -> put("empty", "text"));
        assertEquals(BlobErrorCode.RESOURCE_TYPE_MISMATCH, refused.getErrorCode());
        for (String path : List.of("empty/now/not", "empty/now", "empty")) {
            container.getBlobClient(path).delete();
        }
    }
}
