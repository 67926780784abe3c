package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Debian's azure-storage-blob for Python: the script prints what holds. */
@Tag("python")
@Tag("names")
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
