package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The official SDKs for JavaScript: identity, storage-blob, keyvault-secrets, arm-resources. */
@Tag("js")
@Tag("names")
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
