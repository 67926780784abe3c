package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.conformance.operations.BlobOperation;
import fr.bleu.conformance.operations.Client;
import fr.bleu.conformance.operations.Proves;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** rclone with an account key; it writes in blocks always. */
@Tag("rclone")
@Tag("names")
@Proves(
        client = Client.RCLONE,
        operations = {
            BlobOperation.LIST_CONTAINERS,
            BlobOperation.CREATE_CONTAINER,
            BlobOperation.GET_CONTAINER_PROPERTIES,
            BlobOperation.DELETE_CONTAINER,
            BlobOperation.LIST_BLOBS,
            BlobOperation.GET_BLOB,
            BlobOperation.GET_BLOB_PROPERTIES,
            BlobOperation.COPY_BLOB,
            BlobOperation.DELETE_BLOB,
            BlobOperation.SET_BLOB_TIER,
            BlobOperation.PUT_BLOCK,
            BlobOperation.PUT_BLOCK_LIST
        })
class RcloneTest {

    private static TestAccount account;
    private static Map<String, String> remote;

    @TempDir Path folder;

    @BeforeAll
    static void prepare() throws Exception {
        account = TestAccount.create("rcloneaccount");
        remote = remote(account);
    }

    @Test
    void rcloneCopiesATreeThereAndBack() throws Exception {
        Path source = tree();
        Path back = folder.resolve("back");
        rclone("copy", source.toString(), ":azureblob:tree");
        rclone("check", source.toString(), ":azureblob:tree");
        rclone("copy", ":azureblob:tree", back.toString());
        rclone("check", source.toString(), back.toString());
        String listing = rclone("lsf", "--recursive", "--files-only", ":azureblob:tree");
        assertEquals(21, listing.lines().count(), listing);
        rclone("purge", ":azureblob:tree");
        assertFalse(rclone("lsf", ":azureblob:").contains("tree/"));
    }

    /** A sync uploads what is new or changed, and deletes what is gone. */
    @Test
    void rcloneKeepsAContainerLikeAFolder() throws Exception {
        Path source = tree();
        rclone("sync", source.toString(), ":azureblob:synced");
        Files.writeString(source.resolve("d1/é 1"), "changed");
        Files.writeString(source.resolve("d1/new"), "new");
        Files.delete(source.resolve("d2/é 2"));
        rclone("sync", source.toString(), ":azureblob:synced");
        rclone("check", source.toString(), ":azureblob:synced");
        rclone("moveto", ":azureblob:synced/d1/new", ":azureblob:synced/d1/moved");
        rclone("settier", "Cool", ":azureblob:synced/d1");
        String tiers = rclone("lsf", "--format", "pT", ":azureblob:synced/d1");
        assertTrue(tiers.contains("moved;Cool"), tiers);
        rclone("purge", ":azureblob:synced");
    }

    /** What a mount does: its file system in the midst of a blob, without the kernel's part. */
    @Test
    void aFileIsReadFromAnywhere() throws Exception {
        Path source = tree();
        byte[] large = Files.readAllBytes(source.resolve("large"));
        rclone("copy", source.toString(), ":azureblob:read");
        int port = freePort();
        Process server = serve(port);
        try (HttpClient client = HttpClient.newHttpClient()) {
            awaitListening(server, port);
            URI file = URI.create("http://127.0.0.1:" + port + "/large");
            SplittableRandom random = new SplittableRandom(3);
            for (int i = 0; i < 40; i++) {
                int from = random.nextInt(large.length);
                int to = Math.min(large.length, from + 1 + random.nextInt(1 << 18));
                HttpRequest part =
                        HttpRequest.newBuilder(file)
                                .header("Range", "bytes=" + from + "-" + (to - 1))
                                .build();
                byte[] seen = client.send(part, HttpResponse.BodyHandlers.ofByteArray()).body();
                assertArrayEquals(Arrays.copyOfRange(large, from, to), seen);
            }
        } finally {
            server.destroy();
            server.waitFor();
        }
        rclone("purge", ":azureblob:read");
    }

    private static Process serve(int port) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                        "rclone",
                        "serve",
                        "http",
                        "--addr",
                        "127.0.0.1:" + port,
                        ":azureblob:read");
        builder.environment().putAll(remote);
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void awaitListening(Process server, int port) throws Exception {
        for (int i = 0; i < 1_000 && server.isAlive(); i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
                return;
            } catch (ConnectException e) {
                Thread.sleep(20);
            }
        }
        throw new AssertionError("rclone serve does not listen");
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
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

    private static Map<String, String> remote(TestAccount account) {
        Cloud cloud = account.cloud();
        return Map.of(
                "RCLONE_AZUREBLOB_ACCOUNT",
                account.name(),
                "RCLONE_AZUREBLOB_KEY",
                account.key(),
                "RCLONE_AZUREBLOB_ENDPOINT",
                "blob." + cloud.env("BLEU_STORAGE_SUFFIX"),
                "RCLONE_CA_CERT",
                cloud.env("RCLONE_CA_CERT"),
                "RCLONE_CONFIG",
                "/dev/null");
    }

    private static String rclone(String... words) throws Exception {
        List<String> line = new ArrayList<>(List.of("rclone"));
        line.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(remote);
        Cloud.Result result = Cloud.run(builder);
        assertEquals(0, result.exit(), result.output());
        return result.output();
    }
}
