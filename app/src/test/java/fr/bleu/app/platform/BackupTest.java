package fr.bleu.app.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.backup.Backup;
import fr.bleu.app.backup.Restore;
import fr.bleu.app.backup.Restoring;
import fr.bleu.app.operator.OperatorOptions;
import fr.bleu.app.stopped.Verification;
import fr.bleu.keys.PrivateFiles;
import fr.bleu.keys.RootKeyFile;
import fr.bleu.ledger.Report;
import fr.bleu.ledger.SuccessionVerifier;
import fr.bleu.store.Key;
import fr.bleu.store.Snapshot;
import fr.bleu.store.Table;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A running cloud is backed up under writes, and restored on an empty machine. */
@Tag("embedded")
class BackupTest {

    private static final Duration KEPT = Duration.ofDays(35);
    private static final OptionalInt ALL = OptionalInt.empty();

    @TempDir Path folder;
    private final BlobOracle oracle = new BlobOracle();
    private Path backups;
    private Path apart;

    @BeforeEach
    void folders() throws IOException {
        backups = folder.resolve("backups");
        apart = folder.resolve("apart");
        PrivateFiles.createFolder(apart);
    }

    @Test
    void aBackupIsTheCloudOfOneMomentAndTheNextOneCopiesWhatIsNew() throws Exception {
        Backup.Report first;
        Backup.Report second;
        try (Cloud cloud = cloud("cloud")) {
            oracle.begin(cloud);
            for (int i = 0; i < 30; i++) {
                oracle.write();
            }
            first = underWrites(cloud, "first");
            oracle.put("blob0", 300_000);
            second = backup(cloud, "second");
            assertTrue(second.extentBytes() < 3_000_000, () -> "" + second.extentBytes());
        }
        assertTrue(first.extentBytes() > 300_000);
        restoresTo(first, "first");
        restoresTo(second, "second");
    }

    /** What an auditor checks, offline, with exports of both generations and their keys. */
    @Test
    void theNewGenerationsFirstEntryNamesTheTreeBeforeIt() throws Exception {
        Path before = folder.resolve("before");
        Path published = folder.resolve("published");
        long end;
        try (Cloud cloud = cloud("cloud")) {
            oracle.begin(cloud);
            backup(cloud, "keys");
            oracle.put("lost", 10);
            command(cloud, "ledger-export", Map.of("folder", before.toString()));
            Files.writeString(published, cloud.platform.trust().ledger().checkpoint());
            end = Long.parseLong(Files.readAllLines(published).get(1));
        }
        Restoring restoring = restoring("keys");
        Restore.Report report =
                new Restoring(
                                backups,
                                restoring.keys(),
                                restoring.rootKey(),
                                Optional.of(published))
                        .into(
                                _ -> prepared(Cloud.instance(folder.resolve("to"))),
                                Optional.empty());
        assertEquals(end - report.restored().size(), report.lost());
        assertTrue(report.lost() > 0);

        try (Cloud cloud = cloud("to")) {
            Path after = folder.resolve("after");
            Path archived = folder.resolve("archived");
            command(cloud, "ledger-export", Map.of("folder", after.toString()));
            command(
                    cloud,
                    "ledger-export",
                    Map.of("folder", archived.toString(), "generation", "1"));
            String key = cloud.platform.trust().ledger().vkey();
            String earlier = cloud.platform.trust().ledger().vkey(1);
            for (Path older : List.of(before, archived)) {
                Report.Follows follows =
                        assertInstanceOf(
                                Report.Follows.class,
                                SuccessionVerifier.verify(after, key, older, earlier));
                assertEquals(report.restored().size(), follows.restored());
                assertEquals(end, follows.known());
            }
            assertInstanceOf(
                    Report.Failed.class, SuccessionVerifier.verify(after, key, after, key));
            assertInstanceOf(
                    Report.Failed.class,
                    SuccessionVerifier.verify(before, earlier, before, earlier));
        }
    }

    /** A machine of the generation before cannot go on beside it, nor on it. */
    @Test
    void aNodeThatKnowsTheGenerationBeforeDoesNotStart() throws Exception {
        try (Cloud cloud = cloud("cloud")) {
            oracle.begin(cloud);
            backup(cloud, "keys");
        }
        restore("keys", "to");
        cloud("to").close();
        Path published = Cloud.instance(folder.resolve("cloud")).checkpoint();
        Path here = Cloud.instance(folder.resolve("to")).checkpoint();
        Files.delete(here);
        Files.copy(published, here);
        assertThrows(RuntimeException.class, () -> cloud("to"));
    }

    /** As when others take this node for dead: what it has not copied yet may be deleted. */
    @Test
    void aBackupWhosePinIsTakenAwayIsRefused() throws Exception {
        try (Cloud cloud = cloud("cloud")) {
            oracle.begin(cloud);
            for (int i = 0; i < 10; i++) {
                oracle.put("blob" + i, 4_000_000);
            }
            Thread other = Thread.ofVirtual().start(() -> unpin(cloud));
            CommandFailure refused =
                    assertThrows(CommandFailure.class, () -> backup(cloud, "keys"));
            other.join();
            assertTrue(refused.getMessage().contains("seemed dead"), refused.getMessage());
            assertEquals(List.of(), files(apart));
            backup(cloud, "keys");
        }
        restore("keys", "restored");
    }

    /** Waits for a backup's pin, and takes it away. */
    private static void unpin(Cloud cloud) {
        Key pin = Key.of(Key.PLATFORM, Table.of(37, "extent pin"));
        Trust trust = cloud.platform.trust();
        while (true) {
            try (Snapshot now = trust.records().snapshot()) {
                if (now.get(pin).isPresent()) {
                    break;
                }
            }
            Thread.onSpinWait();
        }
        CommitResult gone = trust.commits().housekeeping("unpin", new Draft().delete(pin));
        assertInstanceOf(CommitResult.Committed.class, gone);
    }

    /** Two that go on from one backup sign for two ledgers, and both are whole. */
    @Test
    void aSecondRestoreBeginsAnotherGeneration() throws Exception {
        try (Cloud cloud = cloud("cloud")) {
            oracle.begin(cloud);
            backup(cloud, "keys");
        }
        assertEquals(2, restore("keys", "one").generation());
        assertRefused("already", second(1));
        assertEquals(
                5,
                second(5)
                        .into(
                                _ -> prepared(Cloud.instance(folder.resolve("two"))),
                                Optional.empty())
                        .generation());
        try (Cloud two = cloud("two")) {
            assertTrue(two.platform.trust().ledger().checkpoint().contains("/g5\n"));
            backup(two, "again");
        }
        assertEquals(6, restore("again", "three").generation());
        cloud("three").close();
        List<String> found = new ArrayList<>();
        Verification.Result result =
                new Verification(
                                Cloud.instance(folder.resolve("three")),
                                Optional.empty(),
                                found::add)
                        .run();
        assertEquals(List.of(), found);
        assertEquals(result.store().entries(), result.opened());
    }

    private Restoring second(int generation) {
        Restoring first = restoring("keys");
        return new Restoring(
                backups,
                first.keys(),
                first.rootKey(),
                Optional.empty(),
                OptionalInt.of(generation));
    }

    private static Object command(Cloud cloud, String name, Map<String, String> arguments)
            throws Exception {
        JsonMapper json = JsonMapper.builder().build();
        return new Operations(cloud.instance, cloud.platform, () -> {})
                .commands()
                .get(name)
                .run("root", json.valueToTree(arguments));
    }

    private Backup.Report underWrites(Cloud cloud, String name) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        Thread writer =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    while (!stop.get()) {
                                        oracle.write();
                                    }
                                });
        try {
            return backup(cloud, name);
        } finally {
            stop.set(true);
            writer.join();
        }
    }

    private void restoresTo(Backup.Report backup, String name) throws Exception {
        Restore.Report report = restore(name, "restored-" + name);
        assertEquals(backup.entries(), report.restored().size());
        try (Cloud restored = cloud("restored-" + name)) {
            oracle.goOn(restored);
            assertEquals(List.of(), oracle.differences(backup.entries()));
            assertEquals(2, report.generation());
            assertTrue(restored.platform.trust().ledger().checkpoint().contains("/g2\n"));
        }
        // And again: it is a cloud like any other.
        cloud("restored-" + name).close();
    }

    @Test
    void whatDoesNotFitIsRefusedAndNothingIsLeft() throws Exception {
        try (Cloud cloud = cloud("cloud")) {
            oracle.begin(cloud);
            oracle.put("large", 300_000);
            backup(cloud, "keys");
            cloud.platform.backup().run(backups, apart.resolve("brief"), Duration.ZERO, ALL);
        }
        assertRefused("has expired", restoring("brief"));
        Path other = folder.resolve("cloud").resolve("secrets").resolve("other.key");
        RootKeyFile.create(other, new SecureRandom()).close();
        assertRefused(
                "not the root key",
                new Restoring(backups, apart.resolve("keys"), other, Optional.empty()));
        extendExpiry();
        assertRefused("was altered", restoring("brief"));
        Path whole = folder.resolve("elsewhere");
        for (String part : List.of("chunks", "extents", "backups")) {
            for (Path file : files(backups.resolve(part))) {
                if (isNamed(file, part)) {
                    flip(file);
                    assertRefused(part + "/" + file.getFileName(), restoring("keys"));
                    flip(file);
                    Files.move(file, whole);
                    assertRefused(part + "/" + file.getFileName(), restoring("keys"));
                    Files.move(whole, file);
                }
            }
        }
        restore("keys", "restored");
        assertThrows(CommandFailure.class, () -> restore("keys", "restored"));
        Files.delete(apart.resolve("keys"));
        assertRefused("missing", restoring("keys"));
    }

    /** The other backup's manifest and the chunks that only it has are not asked for. */
    private boolean isNamed(Path file, String part) throws IOException {
        String keys = Files.readString(apart.resolve("keys"));
        return !part.equals("backups") || keys.contains(file.getFileName().toString());
    }

    private void extendExpiry() throws IOException {
        Path brief = apart.resolve("brief");
        String text = Files.readString(brief);
        Files.writeString(brief, text.replaceFirst("\"expires\":\"20", "\"expires\":\"21"));
    }

    private static void flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    private static List<Path> files(Path part) throws IOException {
        try (Stream<Path> files = Files.list(part)) {
            return files.toList();
        }
    }

    private void assertRefused(String why, Restoring restoring) {
        Instance target = Cloud.instance(folder.resolve("refused"));
        CommandFailure refused =
                assertThrows(
                        CommandFailure.class,
                        () -> restoring.into(_ -> prepared(target), Optional.empty()));
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
        assertFalse(Instance.existsIn(target.data()));
        assertFalse(Files.exists(target.store()));
        assertFalse(Files.exists(target.rootKey()));
    }

    private Cloud cloud(String name) throws Exception {
        return new Cloud(Cloud.instance(folder.resolve(name)), OperatorOptions.NONE);
    }

    private Backup.Report backup(Cloud cloud, String keys) throws IOException {
        return cloud.platform.backup().run(backups, apart.resolve(keys), KEPT, ALL);
    }

    private Restore.Report restore(String keys, String to) {
        return restoring(keys)
                .into(_ -> prepared(Cloud.instance(folder.resolve(to))), Optional.empty());
    }

    private static Instance prepared(Instance instance) {
        instance.prepare();
        return instance;
    }

    private Restoring restoring(String keys) {
        Path rootKey = Cloud.instance(folder.resolve("cloud")).rootKey();
        return new Restoring(backups, apart.resolve(keys), rootKey, Optional.empty());
    }
}
