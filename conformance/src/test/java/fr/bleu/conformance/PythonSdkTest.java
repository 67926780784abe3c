package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.conformance.operations.BlobOperation;
import fr.bleu.conformance.operations.Client;
import fr.bleu.conformance.operations.Proves;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Debian's azure-storage-blob for Python: the script prints what holds. */
@Tag("python")
@Tag("names")
@Proves(
        client = Client.PYTHON,
        operations = {
            BlobOperation.LIST_CONTAINERS,
            BlobOperation.SET_BLOB_SERVICE_PROPERTIES,
            BlobOperation.GET_BLOB_SERVICE_PROPERTIES,
            BlobOperation.GET_ACCOUNT_INFORMATION,
            BlobOperation.GET_USER_DELEGATION_KEY,
            BlobOperation.BLOB_BATCH,
            BlobOperation.FIND_BLOBS_BY_TAGS,
            BlobOperation.CREATE_CONTAINER,
            BlobOperation.GET_CONTAINER_PROPERTIES,
            BlobOperation.SET_CONTAINER_METADATA,
            BlobOperation.GET_CONTAINER_ACL,
            BlobOperation.DELETE_CONTAINER,
            BlobOperation.LEASE_CONTAINER,
            BlobOperation.LIST_BLOBS,
            BlobOperation.PUT_BLOB,
            BlobOperation.PUT_BLOB_FROM_URL,
            BlobOperation.GET_BLOB,
            BlobOperation.GET_BLOB_PROPERTIES,
            BlobOperation.SET_BLOB_PROPERTIES,
            BlobOperation.SET_BLOB_METADATA,
            BlobOperation.GET_BLOB_TAGS,
            BlobOperation.SET_BLOB_TAGS,
            BlobOperation.LEASE_BLOB,
            BlobOperation.SNAPSHOT_BLOB,
            BlobOperation.COPY_BLOB,
            BlobOperation.COPY_BLOB_FROM_URL,
            BlobOperation.DELETE_BLOB,
            BlobOperation.UNDELETE_BLOB,
            BlobOperation.SET_BLOB_TIER,
            BlobOperation.PUT_BLOCK,
            BlobOperation.PUT_BLOCK_FROM_URL,
            BlobOperation.PUT_BLOCK_LIST,
            BlobOperation.GET_BLOCK_LIST,
            BlobOperation.PUT_PAGE,
            BlobOperation.PUT_PAGE_FROM_URL,
            BlobOperation.GET_PAGE_RANGES,
            BlobOperation.APPEND_BLOCK,
            BlobOperation.APPEND_BLOCK_FROM_URL,
            BlobOperation.APPEND_BLOB_SEAL
        })
class PythonSdkTest {

    private static final String CLAIMS =
            """
            containers
            small_and_large
            blocks
            conditions
            lists
            snapshots
            leases
            append_blobs
            page_blobs
            copies
            tiers
            batches
            tags
            signatures
            services
            """;

    @Test
    void thePythonSdkWorksUnmodified() throws Exception {
        TestAccount account = TestAccount.create("pythonaccount");
        account.letTheAdministratorIn();
        ProcessBuilder python =
                new ProcessBuilder("/usr/bin/python3", script("python/blob.py").toString());
        python.environment().putAll(account.environment());
        Cloud.Result result = Cloud.run(python);
        assertEquals(0, result.exit(), result.output());
        assertEquals(CLAIMS, result.output());
    }

    /** A file of the module. */
    static Path script(String name) {
        return Path.of(System.getProperty("bleu.home", "..")).resolve("conformance").resolve(name);
    }
}
