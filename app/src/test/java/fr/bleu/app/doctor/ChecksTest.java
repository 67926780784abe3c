package fr.bleu.app.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.app.Details;
import fr.bleu.app.Instance;
import fr.bleu.app.Log;
import fr.bleu.app.LogLine;
import fr.bleu.http.Domains;
import fr.bleu.http.LocalAddress;
import fr.bleu.http.ca.PlatformCa;
import fr.bleu.keys.PrivateFiles;
import fr.bleu.store.Room;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each finding is provoked once, and a healthy instance has none. */
final class ChecksTest {

    private static final Instant NOW = Instant.now();
    private static final Machine HEALTHY =
            new Machine(25, () -> NOW, () -> true, _ -> Long.MAX_VALUE, () -> 65_536, _ -> true);
    private static final Details DETAILS =
            new Details("bleu.localhost", "bleu-web.localhost", 8443, "t", "s", "c");

    private static final LocalAddress SERVER =
            new LocalAddress(InetAddress.getLoopbackAddress(), 8443, false);

    @TempDir Path folder;
    private Instance instance;

    @BeforeEach
    void make() throws Exception {
        instance = new Instance("0".repeat(32), folder.resolve("data"), folder.resolve("secrets"));
        PrivateFiles.createFolder(instance.data());
        PrivateFiles.createFolder(instance.secrets());
        PrivateFiles.createFolder(instance.store());
        PrivateFiles.createFolder(instance.data().resolve("ca"));
        PrivateFiles.createFolder(instance.log().getParent());
        create(instance.store().resolve("STORE"), "bleu-store 1\n");
        PrivateFiles.create(instance.details(), DETAILS.json());
        PlatformCa.Created ca =
                PlatformCa.create(Domains.at(8443), InstantSource.fixed(NOW), new SecureRandom());
        create(instance.caCertificate(), ca.rootCertPem());
        create(instance.issuerCertificate(), ca.issuerCertPem());
        for (Path file : List.of(instance.rootKey(), instance.checkpoint(), instance.issuerKey())) {
            create(file, "x");
        }
        create(instance.administrator(), ca.rootCertPem());
    }

    private static void create(Path file, String content) throws IOException {
        PrivateFiles.create(file, content.getBytes(StandardCharsets.US_ASCII));
    }

    private static void only(String what, String remedy, List<Finding> findings) {
        assertEquals(1, findings.size(), findings.toString());
        Finding finding = findings.getFirst();
        assertTrue(finding.what().contains(what), finding.toString());
        assertTrue(finding.remedy().contains(remedy), finding.toString());
        assertEquals(1, finding.what().lines().count());
        assertEquals(1, finding.remedy().lines().count());
    }

    private List<Finding> folders(Machine machine) throws Exception {
        FolderCheck check = new FolderCheck(machine, instance);
        check.rights();
        check.keys();
        check.room();
        check.format();
        check.clock();
        check.certificates();
        return check.findings();
    }

    @Test
    void aHealthyInstanceHasNone() throws Exception {
        assertEquals(List.of(), folders(HEALTHY));
        assertEquals(List.of(), LogCheck.findings(HEALTHY, instance));
        assertEquals(List.of(), RunningCheck.silent(instance));
        assertEquals(
                List.of(),
                RunningCheck.running(
                        new Health(1, List.of(), Optional.empty(), SERVER, 3, Duration.ZERO)));
        MachineCheck check = new MachineCheck(HEALTHY);
        check.java();
        check.clock();
        check.descriptors(65_536);
        check.names(DETAILS);
        check.port(0);
        assertEquals(List.of(), check.findings());
    }

    private static void permit(Path path, String rights) throws Exception {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }

    @Test
    void foldersThatOthersMayRead() throws Exception {
        permit(instance.data(), "rwxr-xr-x");
        only(instance.data() + " has rights 0755", "chmod 700", folders(HEALTHY));
        permit(instance.data(), "rwx------");
        permit(instance.secrets(), "rwx---r-x");
        only(instance.secrets() + " has rights 0705", "chmod 700", folders(HEALTHY));
    }

    @Test
    void keysThatAreMissingOrOpen() throws Exception {
        Files.delete(instance.rootKey());
        only("root.key is missing", "Recover", folders(HEALTHY));
        create(instance.rootKey(), "x");
        permit(instance.issuerKey(), "rw-r-----");
        only("issuer.key has rights 0640", "Recover", folders(HEALTHY));
        permit(instance.issuerKey(), "rw-------");
        Files.delete(instance.checkpoint());
        only("checkpoint is missing", "Recover", folders(HEALTHY));
    }

    @Test
    void theAdministratorsKeyIsKeptWhereItIsKept() throws Exception {
        permit(instance.administrator(), "rw-r-----");
        only("administrator.pem has rights 0640", "Recover", folders(HEALTHY));
        Files.delete(instance.administrator());
        assertEquals(List.of(), folders(HEALTHY), "as on a node that was made from a pack");
    }

    private static Machine withRoom(long bytes) {
        return new Machine(25, () -> NOW, () -> true, _ -> bytes, () -> 65_536, _ -> true);
    }

    @Test
    void aDiskThatIsFull() throws Exception {
        only("no change is taken", "more room", folders(withRoom(Room.RESERVE_BYTES / 2 - 1)));
        only("nothing new is taken", "more room", folders(withRoom(Room.RESERVE_BYTES - 1)));
        List<Finding> soon = folders(withRoom(Room.RESERVE_BYTES * 2));
        only("has 1024 MiB left", "more room", soon);
        assertEquals(Finding.Weight.NOTE, soon.getFirst().weight());
    }

    @Test
    void dataOfANewerVersionOrOfSomebodyElse() throws Exception {
        Path marker = instance.store().resolve("STORE");
        Files.writeString(marker, "bleu-store 99\n");
        only("has store format 99", "newer", folders(HEALTHY));
        Files.writeString(marker, "something else\n");
        only("is not a store of Bleu", "newer", folders(HEALTHY));
    }

    private static Machine at(Instant time) {
        return new Machine(
                25, () -> time, () -> true, _ -> Long.MAX_VALUE, () -> 65_536, _ -> true);
    }

    @Test
    void aClockThatWentBack() throws Exception {
        Files.setLastModifiedTime(
                instance.checkpoint(), FileTime.from(NOW.plus(Duration.ofMinutes(10))));
        only("but the cloud has written at", "set the clock", folders(HEALTHY));
    }

    @Test
    void certificatesThatEnd() throws Exception {
        List<Finding> soon = folders(at(NOW.plus(Duration.ofDays(3_630))));
        assertEquals(3, soon.size(), soon.toString());
        only("root.pem: the certificate expires at", "new instance", soon.subList(0, 1));
        only("issuer.pem: the certificate expires at", "new instance", soon.subList(1, 2));
        only("administrator.pem: the certificate expires at", "another", soon.subList(2, 3));
        for (Finding finding : folders(at(NOW.plus(Duration.ofDays(3_660))))) {
            assertTrue(finding.what().contains("expired at"), finding.toString());
        }
        Files.writeString(instance.caCertificate(), "-----BEGIN CERTIFICATE-----\nAA==\n");
        only("root.pem holds no certificate", "Recover", folders(HEALTHY));
    }

    private void log(Instant time, String level, String message) throws Exception {
        LogLine line =
                new LogLine(time, level, "fr.bleu.x", message, Optional.empty(), Optional.empty());
        Files.writeString(
                Log.newest(instance),
                line.json(),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    @Test
    void errorsInTheLogOfTheLastHour() throws Exception {
        log(NOW.minus(Duration.ofMinutes(61)), "SEVERE", "long ago");
        log(NOW, "WARNING", "no error");
        Files.writeString(Log.newest(instance), "no object\n", StandardOpenOption.APPEND);
        assertEquals(List.of(), LogCheck.findings(HEALTHY, instance));
        log(NOW.minus(Duration.ofMinutes(59)), "SEVERE", "first");
        log(NOW, "SEVERE", "second: java.io.IOException\n\tat x");
        only(
                "2 errors in the log within an hour, the last: second: java.io.IOException",
                "./bleu logs",
                LogCheck.findings(HEALTHY, instance));
    }

    @Test
    void whatTheRunningCloudComplainsOf() {
        only(
                "not ready: the store does not answer",
                "./bleu logs",
                RunningCheck.running(
                        new Health(
                                1,
                                List.of("the store does not answer"),
                                Optional.empty(),
                                SERVER,
                                0,
                                Duration.ZERO)));
        only(
                "deleted data of 3 accounts has waited for 61 minutes",
                "./bleu logs",
                RunningCheck.running(
                        new Health(
                                1,
                                List.of(),
                                Optional.empty(),
                                SERVER,
                                3,
                                Duration.ofMinutes(61))));
        only(
                "clock is 600 s behind",
                "chrony",
                RunningCheck.running(
                        new Health(
                                1,
                                List.of(),
                                Optional.of("this machine's clock is 600 s behind the store's"),
                                SERVER,
                                0,
                                Duration.ZERO)));
    }

    @Test
    void aCloudThatEndedWithoutStopping() throws Exception {
        PrivateFiles.create(instance.controlSocket(), new byte[0]);
        only("ended without stopping", "./bleu up", RunningCheck.silent(instance));
    }

    @Test
    void aProcessThatHoldsTheDataAndDoesNotAnswer() throws Exception {
        Path lock = instance.data().resolve("LOCK");
        try (FileChannel channel =
                FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertTrue(LockHolder.of(lock).isEmpty());
            channel.lock();
            long own = ProcessHandle.current().pid();
            only("process " + own + " uses", "kill " + own, RunningCheck.silent(instance));
        }
        assertTrue(LockHolder.of(lock).isEmpty());
    }

    @Test
    void aMachineThatIsNotForIt() {
        Machine sick = new Machine(24, () -> NOW, () -> false, _ -> 0, () -> 1_024, _ -> false);
        MachineCheck check = new MachineCheck(sick);
        check.java();
        check.clock();
        check.descriptors(sick.descriptors().getAsLong());
        check.names(DETAILS);
        List<Finding> findings = check.findings();
        assertEquals(5, findings.size(), findings.toString());
        only("Java 24", "JAVA_HOME", findings.subList(0, 1));
        only("not synchronized", "chrony", findings.subList(1, 2));
        assertEquals(Finding.Weight.NOTE, findings.get(1).weight());
        only("1024 files", "ulimit -n", findings.subList(2, 3));
        only("probe.vault.bleu.localhost", "libnss-myhostname", findings.subList(3, 4));
        only("probe.bleu-web.localhost", "libnss-myhostname", findings.subList(4, 5));
    }

    @Test
    void aPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            MachineCheck check = new MachineCheck(HEALTHY);
            check.port(taken.getLocalPort());
            only("port " + taken.getLocalPort(), "--port N", check.findings());
        }
    }

    /** The kernel and proc(5) are read as they are here. */
    @Test
    void thisMachineCanBeAsked() throws Exception {
        Machine here = Machine.here();
        // Twice the same, whichever it is.
        assertEquals(here.clockKept().getAsBoolean(), here.clockKept().getAsBoolean());
        assertEquals(Runtime.version().feature(), here.javaFeature());
        assertTrue(here.descriptors().getAsLong() > 0);
        assertTrue(here.usableBytes().applyAsLong(folder) > 0);
        assertTrue(here.resolves().test("127.0.0.1"));
        assertFalse(here.resolves().test("nothing.invalid"));
        assertTrue(RunningCheck.descriptors(ProcessHandle.current().pid()).orElse(1) > 0);
    }
}
