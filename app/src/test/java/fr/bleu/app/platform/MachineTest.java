package fr.bleu.app.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.stamp.StampSettings;
import fr.bleu.keys.PrivateFiles;
import fr.bleu.trust.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One machine with a file of settings: its own engines, and a name and place of its own. */
@Tag("embedded")
class MachineTest {

    @TempDir Path folder;
    private Instance instance;

    @BeforeEach
    void folders() throws IOException {
        instance = Cloud.instance(folder);
        PrivateFiles.createFolder(instance.data());
        PrivateFiles.createFolder(instance.secrets());
    }

    private Cloud start(String settings) throws Exception {
        Path file = Files.writeString(folder.resolve("machine.conf"), settings);
        return new Cloud(instance, Optional.of(StampSettings.read(file)));
    }

    @Test
    void itsFileSaysWhereItStandsAndNothingElseChanges() throws Exception {
        Node lyon = new Node("alone", "lyon", "BE", "Régie");
        String settings = "node = alone\nsite = lyon\ncountry = BE\nentity = Régie\n";
        NodeRecord first;
        try (Cloud cloud = start(settings)) {
            assertEquals(lyon, cloud.platform.identity().certificate().node());
            first = cloud.platform.nodes().list().getFirst();
            assertEquals(lyon, first.node());
            assertTrue(first.isLiving(cloud.platform.nodes().now(), 1));
        }
        assertTrue(Files.isDirectory(instance.store()));
        // Without the file it is the same node: the certificate says so.
        try (Cloud cloud = new Cloud(instance, Optional.empty())) {
            NodeRecord again = only(cloud);
            assertTrue(again.isSameAs(first));
            assertEquals(first.joined(), again.joined());
            assertNotEquals(first.run(), again.run());
        }
        Files.delete(instance.nodeCertificate());
        try (Cloud cloud = start(settings)) {
            assertNotEquals(first.key(), only(cloud).key());
            assertTrue(only(cloud).joined().isAfter(first.joined()));
        }
        String line =
                assertThrows(CommandFailure.class, () -> start("node = other\n").close())
                        .getMessage();
        assertTrue(line.contains("the configuration says other, lyon, BE, Régie"), line);
    }

    private static NodeRecord only(Cloud cloud) {
        List<NodeRecord> nodes = cloud.platform.nodes().list();
        assertEquals(1, nodes.size());
        return nodes.getFirst();
    }
}
