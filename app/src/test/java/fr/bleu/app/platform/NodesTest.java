package fr.bleu.app.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.stamp.NodeSettings;
import fr.bleu.app.stamp.StampSettings;
import fr.bleu.extents.FakeS3;
import fr.bleu.extents.S3Limits;
import fr.bleu.keys.PrivateFiles;
import fr.bleu.store.postgres.Cluster;
import fr.bleu.store.postgres.PostgresOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Several nodes over one database: who may start under which name, and what is told of them. */
@Tag("postgres")
@Tag("embedded")
class NodesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir Path folder;

    private final FakeS3 s3;
    private PostgresOptions.Address database;
    private Cloud first;

    NodesTest() throws IOException {
        s3 = new FakeS3();
    }

    @BeforeEach
    void theFirstNode() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        database = Cluster.shared().newDatabase().address();
        Instance instance = Cloud.instance(folder.resolve("first"));
        PrivateFiles.createFolder(instance.data());
        PrivateFiles.createFolder(instance.secrets());
        first = start(instance, "node1");
        while (!Files.exists(instance.checkpoint())) {
            Thread.sleep(50);
        }
    }

    @AfterEach
    void stop() {
        first.close();
        s3.close();
    }

    private Cloud start(Instance instance, String name) throws Exception {
        return start(instance, name, Optional.empty());
    }

    private Cloud start(Instance instance, String name, Optional<String> site) throws Exception {
        NodeSettings node =
                new NodeSettings(Optional.of(name), site, Optional.empty(), Optional.empty());
        Path credentials = folder.resolve("s3.credentials");
        StampSettings stamp = OwnStamp.of(node, database, s3, credentials, S3Limits.standard());
        return new Cloud(instance, Optional.of(stamp));
    }

    /** Both folders of the first node, as another machine has them. */
    private Instance copy(String name) throws IOException {
        Path from = folder.resolve("first");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path to = folder.resolve(name).resolve(from.relativize(file));
                Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return Cloud.instance(folder.resolve(name));
    }

    /** The same without the node's certificate: it is going to make its own. */
    private Instance other(String name) throws IOException {
        Instance instance = copy(name);
        Files.delete(instance.nodeCertificate());
        return instance;
    }

    private static JsonNode command(Cloud cloud, String name, Map<String, String> arguments)
            throws Exception {
        Object answer =
                new Operations(cloud.instance, cloud.platform, () -> {})
                        .commands()
                        .get(name)
                        .run("root", JSON.valueToTree(arguments));
        return JSON.valueToTree(answer);
    }

    private String listed() throws Exception {
        return command(first, "node-list", Map.of())
                .path("nodes")
                .valueStream()
                .map(
                        it ->
                                Stream.of("name", "site", "country", "state")
                                        .map(part -> it.path(part).asString())
                                        .collect(Collectors.joining(" ")))
                .collect(Collectors.joining(", "));
    }

    @Test
    void aSecondLivingNodeOfANameIsRefusedUntilTheFirstHasStopped() throws Exception {
        Instance second = other("second");
        String line =
                assertThrows(CommandFailure.class, () -> start(second, "node1").close())
                        .getMessage();
        assertTrue(line.startsWith("a node node1 with another certificate said "), line);
        // What that start has made would be in the way of the other name.
        assertTrue(line.contains("another name and remove node.pem"), line);
        assertEquals("node1 site1 FR running", listed());

        Files.delete(second.nodeCertificate());
        start(second, "node2").close();
        assertEquals("node1 site1 FR running, node2 site1 FR stopped", listed());

        first.close();
        Files.delete(second.nodeCertificate());
        first = start(second, "node1");
        assertEquals("node1 site1 FR running, node2 site1 FR stopped", listed());
    }

    /** To the store a node that was killed is one that still runs; its key tells that it is it. */
    @Test
    void aNodeThatWasKilledStartsAgainAtOnce() throws Exception {
        start(copy("again"), "node1").close();
        // That start was the last of the name: the one before it says nothing any more.
        first.close();
        first = start(first.instance, "node1");
        assertEquals("node1 site1 FR running", listed());
    }

    @Test
    void aPackGivesTheNewNodeItsIdentity() throws Exception {
        Path pack = folder.resolve("pack");
        command(
                first,
                "node-pack",
                Map.of("node", "node3", "site", "lyon", "country", "DE", "file", pack.toString()));
        assertEquals("node1 site1 FR running", listed());
        Instance third = copy("third");
        String pem = JSON.readTree(pack).path("files").path("node.pem").asString();
        PrivateFiles.replace(third.nodeCertificate(), Base64.getDecoder().decode(pem));
        String line =
                assertThrows(
                                CommandFailure.class,
                                () -> start(third, "node3", Optional.of("paris")).close())
                        .getMessage();
        assertTrue(line.contains("the configuration says node3, paris, DE"), line);
        start(third, "node3").close();
        assertEquals("node1 site1 FR running, node3 lyon DE stopped", listed());
    }

    @Test
    void aPackIsForANodeWithAName() {
        Path pack = folder.resolve("pack");
        CommandFailure refused =
                assertThrows(
                        CommandFailure.class,
                        () -> command(first, "node-pack", Map.of("file", pack.toString())));
        assertTrue(refused.getMessage().startsWith("node: "), refused.getMessage());
        assertTrue(Files.notExists(pack));
    }
}
