package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.conformance.operations.BlobOperation;
import fr.bleu.conformance.operations.Client;
import fr.bleu.conformance.operations.Proves;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What {@code az storage} does with blobs beyond {@link AzTest}. Each command takes seconds, so all
 * of it is for {@code ./bleu test --all}. Debian's az 2.45 has no commands for tags.
 */
@Tag("heavy")
@Tag("az")
@Tag("names")
@Proves(
        client = Client.AZ,
        operations = {
            BlobOperation.SET_BLOB_SERVICE_PROPERTIES,
            BlobOperation.GET_BLOB_SERVICE_PROPERTIES,
            BlobOperation.CREATE_CONTAINER,
            BlobOperation.GET_CONTAINER_PROPERTIES,
            BlobOperation.SET_CONTAINER_METADATA,
            BlobOperation.GET_CONTAINER_ACL,
            BlobOperation.SET_CONTAINER_ACL,
            BlobOperation.DELETE_CONTAINER,
            BlobOperation.LEASE_CONTAINER,
            BlobOperation.LIST_BLOBS,
            BlobOperation.PUT_BLOB,
            BlobOperation.GET_BLOB,
            BlobOperation.GET_BLOB_PROPERTIES,
            BlobOperation.SET_BLOB_PROPERTIES,
            BlobOperation.SET_BLOB_METADATA,
            BlobOperation.LEASE_BLOB,
            BlobOperation.SNAPSHOT_BLOB,
            BlobOperation.COPY_BLOB,
            BlobOperation.DELETE_BLOB,
            BlobOperation.UNDELETE_BLOB,
            BlobOperation.SET_BLOB_TIER,
            BlobOperation.PUT_PAGE,
            BlobOperation.APPEND_BLOCK
        })
class AzBlobTest {

    private static final String ACCOUNT = "azblobaccount";

    private static Az az;

    @TempDir Path folder;

    @BeforeAll
    static void signIn() throws Exception {
        TestAccount account = TestAccount.create(ACCOUNT);
        account.container("blobs");
        az = new Az(account.cloud());
        az.signIn();
    }

    private static JsonNode storage(String command, Object... values) throws Exception {
        return az.json("storage " + command + " --auth-mode key --account-name " + ACCOUNT, values);
    }

    private static JsonNode blob(String command, Object... values) throws Exception {
        return storage("blob " + command + " --container-name blobs", values);
    }

    private static void upload(String nameAndOptions, Path file) throws Exception {
        blob("upload --no-progress --file ? --name " + nameAndOptions, file);
    }

    @Test
    void aContainerHasMetadataPoliciesAndALease() throws Exception {
        storage("container create --name short");
        storage("container metadata update --name short --metadata a=1");
        assertEquals("1", storage("container show --name short").at("/metadata/a").asString());
        storage(
                "container policy create --container-name short --name readers --permissions r"
                        + " --expiry 2100-01-01T00:00Z");
        JsonNode policies = storage("container policy list --container-name short");
        assertEquals("r", policies.at("/readers/permission").asString());
        String lease =
                storage("container lease acquire --container-name short --lease-duration 15")
                        .asString();
        az.refusal("storage container delete --name short --account-name ?", ACCOUNT);
        storage("container lease release --container-name short --lease-id ?", lease);
        storage("container delete --name short");
        assertFalse(storage("container exists --name short").path("exists").asBoolean());
    }

    @Test
    void aBlobIsDescribedSnapshotCopiedAndLeased() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "bonjour");
        blob(
                "upload --no-progress --name one --file ? --metadata m=1 --tier Cool --tags t=1",
                file);
        blob("update --name one --content-type text/x");
        blob("metadata update --name one --metadata z=2");
        JsonNode shown = blob("show --name one");
        assertEquals("Cool", shown.at("/properties/blobTier").asString());
        assertEquals("text/x", shown.at("/properties/contentSettings/contentType").asString());
        assertEquals("2", shown.at("/metadata/z").asString());
        String snapshot = blob("snapshot --name one").path("snapshot").asString();
        upload("one --overwrite", Files.writeString(file, "encore"));
        Path back = folder.resolve("back");
        blob("download --no-progress --name one --snapshot ? --file ?", snapshot, back);
        assertEquals("bonjour", Files.readString(back));
        String lease = blob("lease acquire --blob-name one --lease-duration 15").asString();
        blob("lease renew --blob-name one --lease-id ?", lease);
        assertEquals(0, blob("lease break --blob-name one --lease-break-period 0").asInt());
        storage(
                "blob copy start --source-container blobs --source-blob one"
                        + " --destination-container blobs --destination-blob two");
        blob("set-tier --name two --tier Hot");
        assertEquals("Hot", blob("show --name two").at("/properties/blobTier").asString());
        blob("delete --name one --delete-snapshots include");
        assertFalse(blob("exists --name one").path("exists").asBoolean());
    }

    @Test
    void aDeletedBlobComesBackWhileTheServiceKeepsIt() throws Exception {
        String policy = "blob service-properties delete-policy ";
        storage(policy + "update --enable true --days-retained 3");
        try {
            assertEquals(3, storage(policy + "show").path("days").asInt());
            upload("kept", Files.writeString(folder.resolve("file"), "1"));
            blob("delete --name kept");
            JsonNode listed = blob("list --include d --prefix kept");
            assertTrue(listed.at("/0/deleted").asBoolean(), listed.toString());
            blob("undelete --name kept");
            assertTrue(blob("exists --name kept").path("exists").asBoolean());
        } finally {
            storage(policy + "update --enable false");
        }
        assertFalse(storage(policy + "show").path("enabled").asBoolean());
    }

    @Test
    void foldersAndAppendAndPageBlobsGoThereAndBack() throws Exception {
        Path source = Files.createDirectories(folder.resolve("source/é"));
        byte[] bytes = new byte[70_000];
        new SplittableRandom(6).nextBytes(bytes);
        Files.write(source.resolve("one"), bytes);
        storage(
                "blob upload-batch --no-progress --destination blobs/tree --source ?",
                source.getParent());
        Path back = Files.createDirectory(folder.resolve("back"));
        storage(
                "blob download-batch --no-progress --source blobs --pattern tree/* --destination ?",
                back);
        assertEquals(-1, Files.mismatch(source.resolve("one"), back.resolve("tree/é/one")));
        storage("blob delete-batch --source blobs --pattern tree/*");
        assertEquals(0, blob("list --prefix tree").size());
        Path log = Files.writeString(folder.resolve("log"), "line\n");
        upload("typed/log --type append", log);
        upload("typed/log --type append", log);
        // Pages of zeros would not be sent.
        Path disk = Files.write(folder.resolve("disk"), Arrays.copyOf(bytes, 1024));
        upload("typed/disk --type page", disk);
        Iterator<JsonNode> sizes =
                blob("list --prefix typed/ --query [].properties.contentLength").iterator();
        assertEquals(1024, sizes.next().asInt());
        assertEquals(10, sizes.next().asInt());
    }
}
