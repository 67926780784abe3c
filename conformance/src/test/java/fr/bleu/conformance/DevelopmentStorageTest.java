package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.batch.BlobBatchClientBuilder;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DeleteSnapshotsOptionType;
import com.azure.storage.blob.models.GeoReplicationStatus;
import com.azure.storage.blob.models.PublicAccessType;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.StorageSharedKeyCredential;
import fr.bleu.conformance.operations.BlobOperation;
import fr.bleu.conformance.operations.Client;
import fr.bleu.conformance.operations.Proves;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a team runs against Azurite, unmodified, against development storage. */
@Proves(client = Client.JAVA, operations = BlobOperation.GET_BLOB_SERVICE_STATS)
class DevelopmentStorageTest {

    private static Emulator emulator;

    @BeforeAll
    static void start() throws Exception {
        emulator = Emulator.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (emulator != null) {
            emulator.close();
        }
    }

    private static BlobServiceClient service() {
        return new BlobServiceClientBuilder().connectionString(Emulator.SHORT).buildClient();
    }

    private static BlobContainerClient container(String name) {
        BlobContainerClient container = service().getBlobContainerClient(name);
        container.createIfNotExists();
        return container;
    }

    @Test
    void theJavaSdkWorksWithTheShortConnectionStringAndAfterKill9() throws Exception {
        BlobClient blob = container("java").getBlobClient("dir/caf\u00e9 \u20ac.txt");
        blob.upload(BinaryData.fromString("bonjour"), true);
        BlobClient large = container("java").getBlobClient("large");
        byte[] bytes = new byte[9 << 20];
        Arrays.fill(bytes, (byte) 7);
        large.upload(BinaryData.fromBytes(bytes), true);
        emulator.kill();
        emulator.up();
        assertEquals("bonjour", blob.downloadContent().toString());
        assertEquals(bytes.length, large.getProperties().getBlobSize());
        List<String> names =
                container("java").listBlobs().stream().map(item -> item.getName()).toList();
        assertEquals(List.of("dir/caf\u00e9 \u20ac.txt", "large"), names);
    }

    @Test
    void signaturesAndCopiesAndBatchesWork() {
        BlobContainerClient container = container("signed");
        BlobClient blob = container.getBlobClient("a");
        blob.upload(BinaryData.fromString("x"), true);
        String sas =
                blob.generateSas(
                        new BlobServiceSasSignatureValues(
                                OffsetDateTime.now(ZoneOffset.UTC).plusHours(1),
                                new BlobSasPermission().setReadPermission(true)));
        String url = blob.getBlobUrl() + "?" + sas;
        BlobClient reader = new BlobClientBuilder().endpoint(url).buildClient();
        assertEquals("x", reader.downloadContent().toString());
        assertEquals(403, refused(reader::delete));
        BlobClient copy = container.getBlobClient("b");
        copy.copyFromUrl(url);
        assertEquals("x", copy.downloadContent().toString());
        var batch = new BlobBatchClientBuilder(service()).buildClient();
        List<String> both = List.of(blob.getBlobUrl(), copy.getBlobUrl());
        batch.deleteBlobs(both, DeleteSnapshotsOptionType.INCLUDE).forEach(done -> {});
        assertEquals(0, container.listBlobs().stream().count());
    }

    @Test
    void aPublicContainerIsReadByAnybodyAndNothingElseIs() {
        BlobContainerClient open = container("open");
        open.setAccessPolicy(PublicAccessType.BLOB, null);
        BlobClient blob = open.getBlobClient("a");
        blob.upload(BinaryData.fromString("x"), true);
        BlobClient anyone = new BlobClientBuilder().endpoint(blob.getBlobUrl()).buildClient();
        assertEquals("x", anyone.downloadContent().toString());
        assertEquals(403, refused(anyone::delete));
    }

    @Test
    void theSecondaryReads() {
        container("read").getBlobClient("a").upload(BinaryData.fromString("x"), true);
        BlobServiceClient secondary =
                new BlobServiceClientBuilder()
                        .endpoint("http://127.0.0.1:10000/devstoreaccount1-secondary")
                        .credential(StorageSharedKeyCredential.fromConnectionString(Emulator.LONG))
                        .buildClient();
        BlobContainerClient read = secondary.getBlobContainerClient("read");
        assertEquals("x", read.getBlobClient("a").downloadContent().toString());
        assertEquals(
                GeoReplicationStatus.LIVE,
                secondary.getStatistics().getGeoReplication().getStatus());
        BlobClient other = read.getBlobClient("b");
        assertEquals(403, refused(() -> other.upload(BinaryData.fromString("x"), true)));
    }

    private static int refused(Runnable call) {
        return assertThrows(BlobStorageException.class, call::run).getStatusCode();
    }

    @Test
    @Tag("js")
    void theJavaScriptSdkWorksWithTheShortConnectionString() throws Exception {
        Path script =
                Path.of(System.getProperty("bleu.home", ".."))
                        .resolve("conformance/js/emulated.mjs");
        Cloud.Result result = Cloud.run(new ProcessBuilder("node", script.toString()));
        assertEquals(0, result.exit(), result.output());
        assertEquals("all claims hold", result.output().strip());
    }

    @Test
    @Tag("az")
    void azStorageWorksWithTheConnectionString() throws Exception {
        az("container", "create", "--name", "from-az");
        az("blob", "upload", "--container-name", "from-az", "--name", "b", "--data", "bonjour");
        Path down = emulator.folder().resolve("down");
        az(
                "blob",
                "download",
                "--container-name",
                "from-az",
                "--name",
                "b",
                "--file",
                down.toString());
        assertEquals("bonjour", Files.readString(down));
        String listed = az("blob", "list", "--container-name", "from-az");
        assertTrue(listed.contains("\"name\": \"b\""), listed);
    }

    private static String az(String... words) throws Exception {
        List<String> line = new ArrayList<>(List.of("az", "storage"));
        line.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().put("AZURE_STORAGE_CONNECTION_STRING", Emulator.LONG);
        builder.environment().put("AZURE_CORE_COLLECT_TELEMETRY", "no");
        builder.environment().put("AZURE_CONFIG_DIR", emulator.folder().resolve("az").toString());
        Cloud.Result result = Cloud.run(builder);
        assertEquals(0, result.exit(), result.output());
        return result.output();
    }
}
