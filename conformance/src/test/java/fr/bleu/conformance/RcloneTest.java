package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.HttpMethod;
import com.azure.resourcemanager.resources.fluent.models.GenericResourceInner;
import com.azure.resourcemanager.resources.models.Sku;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** rclone with an account key: copy, check, list, delete; it writes in blocks always. */
@Tag("rclone")
@Tag("names")
class RcloneTest {

    private static final String ACCOUNT = "rcloneaccount";

    @TempDir Path folder;

    @Test
    void rcloneCopiesATreeThereAndBack() throws Exception {
        Cloud cloud = SharedCloud.get();
        Map<String, String> remote = remote(cloud, key(cloud));
        Path source = tree();
        Path back = folder.resolve("back");
        rclone(remote, "copy", source.toString(), ":azureblob:tree");
        rclone(remote, "check", source.toString(), ":azureblob:tree");
        rclone(remote, "copy", ":azureblob:tree", back.toString());
        rclone(remote, "check", source.toString(), back.toString());
        String listing = rclone(remote, "lsf", "--recursive", "--files-only", ":azureblob:tree");
        assertEquals(21, listing.lines().count(), listing);
        rclone(remote, "purge", ":azureblob:tree");
        assertTrue(rclone(remote, "lsf", ":azureblob:").isBlank());
    }

    private Path tree() throws Exception {
        Path source = folder.resolve("source");
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 20; i++) {
            write(source.resolve("d" + i % 3 + "/é " + i), 1 << (i / 2), random);
        }
        write(source.resolve("large"), 20 << 20, random);
        return source;
    }

    private static void write(Path file, int size, SplittableRandom random) throws Exception {
        Files.createDirectories(file.getParent());
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        Files.write(file, bytes);
    }

    private static String key(Cloud cloud) throws Exception {
        Sdk sdk = new Sdk(cloud);
        var resources = sdk.resources(sdk.administrator());
        resources.resourceGroups().define("rclone").withRegion("francecentral").create();
        resources.providers().register("Microsoft.Storage");
        String id =
                "/subscriptions/"
                        + cloud.env("AZURE_SUBSCRIPTION_ID")
                        + "/resourceGroups/rclone/providers/Microsoft.Storage/storageAccounts/"
                        + ACCOUNT;
        resources
                .serviceClient()
                .getResources()
                .createOrUpdateById(
                        id,
                        "2023-01-01",
                        new GenericResourceInner()
                                .withKind("StorageV2")
                                .withSku(new Sku().withName("Standard_LRS"))
                                .withLocation("francecentral"));
        return sdk.send(
                        sdk.administrator(),
                        cloud.env("BLEU_RESOURCE"),
                        HttpMethod.POST,
                        cloud.env("BLEU_URL") + id + "/listKeys?api-version=2023-01-01",
                        null)
                .path("keys")
                .path(0)
                .path("value")
                .asString();
    }

    private static Map<String, String> remote(Cloud cloud, String key) {
        return Map.of(
                "RCLONE_AZUREBLOB_ACCOUNT",
                ACCOUNT,
                "RCLONE_AZUREBLOB_KEY",
                key,
                "RCLONE_AZUREBLOB_ENDPOINT",
                "blob." + cloud.env("BLEU_STORAGE_SUFFIX"),
                "RCLONE_CA_CERT",
                cloud.env("RCLONE_CA_CERT"),
                "RCLONE_CONFIG",
                "/dev/null");
    }

    private static String rclone(Map<String, String> remote, String... words) throws Exception {
        List<String> line = new ArrayList<>(List.of("rclone"));
        line.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(remote);
        Cloud.Result result = Cloud.run(builder);
        assertEquals(0, result.exit(), result.output());
        return result.output();
    }
}
