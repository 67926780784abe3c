package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.conformance.operations.BlobOperation;
import fr.bleu.conformance.operations.Client;
import fr.bleu.conformance.operations.Proves;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The official SDKs for JavaScript: identity, storage-blob, keyvault-secrets, arm-resources. */
@Tag("js")
@Tag("names")
@Proves(
        client = Client.JAVASCRIPT,
        operations = {
            BlobOperation.CREATE_CONTAINER,
            BlobOperation.LIST_BLOBS,
            BlobOperation.PUT_BLOB,
            BlobOperation.GET_BLOB,
            BlobOperation.GET_BLOB_PROPERTIES,
            BlobOperation.DELETE_BLOB,
            BlobOperation.PUT_BLOCK,
            BlobOperation.PUT_BLOCK_LIST
        })
class JavaScriptSdkTest {

    @Test
    void theJavaScriptSdksWorkUnmodified() throws Exception {
        Cloud cloud = SharedCloud.get();
        Path script =
                Path.of(System.getProperty("bleu.home", "..")).resolve("conformance/js/main.mjs");
        ProcessBuilder node = new ProcessBuilder("node", script.toString());
        node.environment().putAll(cloud.environment());
        Cloud.Result result = Cloud.run(node);
        assertEquals(0, result.exit(), result.output());
        assertEquals("all claims hold", result.output().strip());
    }
}
