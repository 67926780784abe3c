package fr.bleu.app.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fr.bleu.app.CommandFailure;
import fr.bleu.keys.RootKey;
import fr.bleu.keys.SealingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a kept backup needs stays; all else goes, sooner or later. */
class PruningTest {

    private static final SealingKey ROOT = RootKey.generate(new SecureRandom()).backups();

    @TempDir Path temporary;
    private BackupFolder folder;
    private Chunks chunks;

    @BeforeEach
    void folder() throws IOException {
        folder = BackupFolder.create(temporary.resolve("b"));
        chunks = new Chunks(folder, ROOT);
    }

    private static byte[] bytes(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }

    /** A backup that has these chunks. */
    private void cut(String name, String... contents) throws IOException {
        List<String> files = new ArrayList<>();
        for (String content : contents) {
            files.add(chunks.name(chunks.put(bytes(content))));
        }
        Parts.begin(folder, name, ROOT, files);
        folder.write(Manifest.file(name), bytes(name));
    }

    private void backup(String name, String... contents) throws IOException {
        cut(name, contents);
        Parts.whole(folder, name);
    }

    private void assertThere(String backups, String... contents) throws IOException {
        List<String> expected =
                Arrays.stream(contents)
                        .map(it -> chunks.name(Chunks.hash(bytes(it))))
                        .sorted()
                        .toList();
        assertEquals(expected, folder.list("chunks"));
        List<String> manifests =
                folder.list("backups").stream()
                        .map(it -> it.substring("backups/".length()))
                        .filter(it -> !it.contains("."))
                        .toList();
        assertEquals(backups, String.join(" ", manifests));
        assertEquals(2 * manifests.size(), folder.list("backups").size());
    }

    private int prune(String newest, int keep) throws IOException {
        Pruning pruning = new Pruning(folder, ROOT, () -> true);
        pruning.prune(newest, keep);
        return pruning.removed();
    }

    @Test
    void whatOnlyOlderOnesNeedGoes() throws IOException {
        backup("1", "all", "old");
        backup("2", "all", "middle");
        backup("3", "all", "new");
        assertEquals(0, prune("3", 3));
        assertEquals(3, prune("3", 2));
        assertThere("2 3", "all", "middle", "new");
        prune("3", 1);
        assertThere("3", "all", "new");
        assertEquals(0, prune("3", 1));
    }

    /** A clock that was set back makes no new backup an old one, nor the other way round. */
    @Test
    void whatIsAboveTheNewestStays() throws IOException {
        backup("1", "old");
        backup("3", "later");
        backup("2", "new");
        prune("2", 1);
        assertThere("2 3", "later", "new");
    }

    /** One that nothing opens does not stand for one that is kept. */
    @Test
    void aCutOneIsNotCounted() throws IOException {
        backup("1", "good");
        cut("2", "cut");
        backup("3", "new");
        prune("3", 2);
        assertThere("1 3", "good", "new");
    }

    /** Killed after each file that it removes, and done again. */
    @Test
    void aCutPruningIsGoneOnWith() throws IOException {
        for (int left = 0; left < 4; left++) {
            backup("1", "all", "old");
            backup("2", "all", "new");
            List<String> order =
                    List.of(
                            Manifest.file("1"),
                            Manifest.file("1") + Parts.WHOLE,
                            chunks.name(Chunks.hash(bytes("old"))));
            for (String file : order.subList(0, left)) {
                folder.delete(file);
            }
            prune("2", 1);
            assertThere("2", "all", "new");
            for (String file : folder.list("backups")) {
                folder.delete(file);
            }
        }
    }

    /** Others took this node for dead: what they back up since may need what was to go. */
    @Test
    void nothingMoreGoesOnceItIsNotAlone() throws IOException {
        backup("1", "all", "old");
        backup("2", "all", "new");
        AtomicInteger alone = new AtomicInteger(2);
        Pruning pruning = new Pruning(folder, ROOT, () -> alone.getAndDecrement() > 0);
        assertThrows(CommandFailure.class, () -> pruning.prune("2", 1));
        assertEquals(2, pruning.removed());
        assertThere("2", "all", "old", "new");
    }

    /** Whoever is told that all went well was alone to the end. */
    @Test
    void itIsAloneToTheEnd() throws IOException {
        backup("1", "only");
        Pruning pruning = new Pruning(folder, ROOT, () -> false);
        assertThrows(CommandFailure.class, () -> pruning.prune("1", 1));
    }

    /** Without its list nobody knows what a backup needs. */
    @Test
    void nothingGoesWhileOneHasNoList() throws IOException {
        backup("1", "old");
        backup("2", "kept");
        backup("3", "new");
        folder.delete(Manifest.file("2") + Parts.WHOLE);
        assertThrows(DamagedBackupException.class, () -> prune("3", 2));
        try (Stream<Path> files = Files.list(temporary.resolve("b").resolve("chunks"))) {
            assertEquals(3, files.count());
        }
    }
}
