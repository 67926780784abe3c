package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.conformance.operations.BlobOperation;
import fr.bleu.conformance.operations.Client;
import fr.bleu.conformance.operations.Proves;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pages in jsdom, which sends preflights as browsers do, and the SDK for JavaScript before v12. */
@Tag("js")
@Proves(
        client = Client.JAVASCRIPT,
        operations = {
            BlobOperation.PREFLIGHT_BLOB_REQUEST,
            BlobOperation.SET_BLOB_SERVICE_PROPERTIES,
            BlobOperation.GET_CONTAINER_METADATA,
            BlobOperation.GET_BLOB_METADATA,
            BlobOperation.SET_BLOB_METADATA
        })
class JavaScriptPagesTest {
    private static TestAccount account;

    @BeforeAll
    static void prepare() throws Exception {
        account = TestAccount.create("pagesjs");
    }

    private static void claims(String script) throws Exception {
        Path path =
                Path.of(System.getProperty("bleu.home", ".."))
                        .resolve("conformance/js")
                        .resolve(script);
        ProcessBuilder node = new ProcessBuilder("node", "--no-deprecation", path.toString());
        node.environment().putAll(account.environment());
        Cloud.Result result = Cloud.run(node);
        assertEquals(0, result.exit(), result.output());
        assertEquals("all claims hold", result.output().strip());
    }

    @Test
    void pagesOfAnotherOriginDoWhatTheRulesLetThem() throws Exception {
        claims("browser.mjs");
    }

    @Test
    void theFormerSdkReadsMetadata() throws Exception {
        claims("legacy.mjs");
    }
}
