package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * az 2.45 as Debian packages it, through {@code bleu az}: the first ten minutes of a tenant's
 * engineer.
 */
@Tag("az")
@Tag("names")
class AzTest {

    private static final String ACCOUNT = "azaccount";

    @TempDir Path folder;

    private final Cloud cloud = SharedCloud.get();

    @Test
    void theFirstTenMinutesWithAz() throws Exception {
        az(
                "login",
                "--service-principal",
                "--tenant",
                cloud.env("AZURE_TENANT_ID"),
                "--username",
                cloud.env("AZURE_CLIENT_ID"),
                "--password",
                cloud.env("AZURE_CLIENT_CERTIFICATE_PATH"));
        az("group", "create", "--name", "az", "--location", "francecentral");
        refusedElsewhere();
        storageByKey();
    }

    private void refusedElsewhere() throws Exception {
        Cloud.Result refused =
                tryAz("group", "create", "--name", "elsewhere", "--location", "eastus");
        assertTrue(
                refused.exit() != 0 && refused.output().contains("RequestDisallowedByPolicy"),
                refused.output());
    }

    /**
     * az looks the account's key up itself; the provider is registered by az when it is asked to.
     */
    private void storageByKey() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "bonjour");
        Path back = folder.resolve("back");
        az(
                "storage",
                "account",
                "create",
                "--name",
                ACCOUNT,
                "--resource-group",
                "az",
                "--location",
                "francecentral",
                "--sku",
                "Standard_LRS");
        az("storage", "container", "create", "--name", "docs", "--account-name", ACCOUNT);
        az(
                "storage",
                "blob",
                "upload",
                "--container-name",
                "docs",
                "--name",
                "é/1",
                "--file",
                file.toString(),
                "--account-name",
                ACCOUNT);
        assertTrue(
                az(
                                "storage",
                                "blob",
                                "list",
                                "--container-name",
                                "docs",
                                "--account-name",
                                ACCOUNT,
                                "--output",
                                "table")
                        .contains("é/1"));
        az(
                "storage",
                "blob",
                "download",
                "--container-name",
                "docs",
                "--name",
                "é/1",
                "--file",
                back.toString(),
                "--account-name",
                ACCOUNT);
        assertEquals("bonjour", Files.readString(back));
    }

    private String az(String... words) throws Exception {
        Cloud.Result result = tryAz(words);
        assertEquals(0, result.exit(), "az " + String.join(" ", words) + ": " + result.output());
        return result.output();
    }

    private Cloud.Result tryAz(String... words) throws Exception {
        List<String> line = new ArrayList<>(List.of("az", "--data", cloud.data().toString()));
        line.addAll(List.of(words));
        return Cloud.run(cloud.builder(line.toArray(String[]::new)));
    }
}
