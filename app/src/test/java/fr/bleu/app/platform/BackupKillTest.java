package fr.bleu.app.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.app.Instance;
import fr.bleu.app.backup.Backup;
import fr.bleu.app.backup.Restoring;
import fr.bleu.app.operator.OperatorOptions;
import fr.bleu.keys.PrivateFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine that is killed in the middle of a backup: the one before stays whole, its own pin does
 * not hold the next one up, and that is whole, too.
 */
@Tag("embedded")
class BackupKillTest {

    private static final int TRIES = 5;

    @TempDir Path folder;
    private final BlobOracle oracle = new BlobOracle();

    @Test
    void aKilledBackupHarmsNone() throws Exception {
        PrivateFiles.createFolder(folder.resolve("apart"));
        Backup.Report first;
        try (Cloud cloud = cloud("cloud")) {
            oracle.begin(cloud);
            oracle.put("early", 300_000);
            first = backup(cloud, "first");
            for (int i = 0; i < 15; i++) {
                oracle.put("blob" + i, 4_000_000);
            }
        }
        assertTrue(killed(), "every backup was done before it was killed");
        Backup.Report second;
        try (Cloud cloud = cloud("cloud")) {
            second = backup(cloud, "second");
        }
        assertRestores("first", first.entries());
        assertRestores("second", second.entries());
    }

    private boolean killed() throws Exception {
        for (int i = 0; i < TRIES; i++) {
            runAndKill("cut" + i);
            if (!Files.exists(folder.resolve("apart").resolve("cut" + i))) {
                return true;
            }
        }
        return false;
    }

    /** Kills the child as soon as it copies extents. */
    private void runAndKill(String keys) throws Exception {
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                BackupChild.class.getName(),
                                folder.toString(),
                                keys)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (BufferedReader out = child.inputReader()) {
            assertEquals("ready", out.readLine());
            child.outputWriter().append('\n').flush();
            while (child.isAlive() && !copies()) {
                Thread.onSpinWait();
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private boolean copies() throws IOException {
        try (Stream<Path> packs = Files.list(folder.resolve("backups").resolve("extents"))) {
            return packs.anyMatch(it -> it.toString().endsWith(".new"));
        }
    }

    private void assertRestores(String keys, long entries) throws Exception {
        new Restoring(
                        folder.resolve("backups"),
                        folder.resolve("apart").resolve(keys),
                        Cloud.instance(folder.resolve("cloud")).rootKey(),
                        Optional.empty())
                .into(_ -> prepared("restored-" + keys), Optional.empty());
        try (Cloud restored = cloud("restored-" + keys)) {
            oracle.goOn(restored);
            assertEquals(List.of(), oracle.differences(entries));
        }
    }

    private Instance prepared(String name) {
        Instance instance = Cloud.instance(folder.resolve(name));
        instance.prepare();
        return instance;
    }

    private Cloud cloud(String name) throws Exception {
        return new Cloud(Cloud.instance(folder.resolve(name)), OperatorOptions.NONE);
    }

    private Backup.Report backup(Cloud cloud, String keys) throws IOException {
        return cloud.platform
                .backup()
                .run(
                        folder.resolve("backups"),
                        folder.resolve("apart").resolve(keys),
                        Duration.ofDays(35),
                        OptionalInt.empty());
    }
}
