package fr.bleu.app.stamp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.keys.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes from one node to the next, and what does not. */
class NodePackTest {
    private static final String ID = "0123456789abcdef".repeat(2);

    private static final byte[] CERTIFICATE = "of the new node".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;

    private Instance from;
    private Path pack;

    @BeforeEach
    void anInstance() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        pack = folder.resolve("pack");
        from = instance("from");
        for (Path file : packed(from)) {
            PrivateFiles.create(file, file.toString().getBytes(StandardCharsets.UTF_8));
        }
        PrivateFiles.create(from.nodeCertificate(), "OF-THE-OLD".getBytes(StandardCharsets.UTF_8));
        PrivateFiles.create(
                from.administrator(), "PRIVATE-TO-CLIENTS".getBytes(StandardCharsets.UTF_8));
    }

    private Instance instance(String name) throws IOException {
        Instance made =
                new Instance(ID, folder.resolve(name + "-data"), folder.resolve(name + "-secrets"));
        PrivateFiles.createFolder(made.data());
        PrivateFiles.createFolder(made.secrets());
        PrivateFiles.createFolder(made.caCertificate().getParent());
        return made;
    }

    private static List<Path> packed(Instance instance) {
        return List.of(
                instance.rootKey(),
                instance.checkpoint(),
                instance.issuerKey(),
                instance.caCertificate(),
                instance.issuerCertificate(),
                instance.details());
    }

    @Test
    void aNodesFilesArriveAsTheyAreAndPrivate() throws IOException {
        NodePack.write(from, CERTIFICATE, pack);
        PrivateFiles.checkFile(pack);
        Instance to = instance("to");
        NodePack.restore(NodePack.read(pack), to);
        for (int i = 0; i < packed(from).size(); i++) {
            Path arrived = packed(to).get(i);
            PrivateFiles.checkFile(arrived);
            assertArrayEquals(Files.readAllBytes(packed(from).get(i)), Files.readAllBytes(arrived));
        }
        assertArrayEquals(CERTIFICATE, Files.readAllBytes(to.nodeCertificate()));
        PrivateFiles.checkFile(to.nodeCertificate());
        assertEquals(ID, NodePack.read(pack).path("instance").asString());
    }

    @Test
    void theAdministratorsKeyStays() throws IOException {
        NodePack.write(from, CERTIFICATE, pack);
        String content = Files.readString(pack);
        assertFalse(content.contains("administrator"));
        assertFalse(content.contains("UFJJVkFURS1UTy1DTElFTlRT"));
    }

    @Test
    void nothingIsReplacedNorReadThatOthersCouldHaveChanged() throws IOException {
        NodePack.write(from, CERTIFICATE, pack);
        assertThrows(
                FileAlreadyExistsException.class, () -> NodePack.write(from, CERTIFICATE, pack));
        assertThrows(
                FileAlreadyExistsException.class,
                () -> NodePack.restore(NodePack.read(pack), from));
        Files.setPosixFilePermissions(pack, PosixFilePermissions.fromString("rw-r--r--"));
        assertThrows(CommandFailure.class, () -> NodePack.unpack(pack, folder.resolve("new")));
    }

    @Test
    void nothingIsLeftOfANodeThatDidNotComeAbout() throws IOException {
        NodePack.write(from, CERTIFICATE, pack);
        Instance to = instance("to");
        PrivateFiles.create(to.issuerCertificate(), new byte[1]);
        assertThrows(
                FileAlreadyExistsException.class,
                () -> NodePack.restoreOrUndo(NodePack.read(pack), to));
        assertFalse(Files.exists(to.secrets()));
        try (Stream<Path> left = Files.list(to.data())) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void whatIsNoPackIsRefusedWithoutTellingWhatItHolds() throws IOException {
        NodePack.write(from, CERTIFICATE, pack);
        String whole = Files.readString(pack);
        for (String damaged :
                List.of(
                        "{\"secret",
                        "{}",
                        whole.replace("\"format\":2", "\"format\":1"),
                        whole.replace("root.key", "root.kex"),
                        whole.replace("\"checkpoint\":\"", "\"checkpoint\":\"no base64!"),
                        whole.replace(ID, "../../x"))) {
            PrivateFiles.replace(pack, damaged.getBytes(StandardCharsets.UTF_8));
            CommandFailure refused =
                    assertThrows(
                            CommandFailure.class,
                            () -> NodePack.unpack(pack, folder.resolve("new")),
                            damaged);
            assertEquals(
                    pack + " is not a node's pack of this version", refused.getMessage(), damaged);
            assertFalse(Files.exists(folder.resolve("new")));
        }
    }
}
