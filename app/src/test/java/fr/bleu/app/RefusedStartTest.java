package fr.bleu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the operator sees when the cloud cannot start: one clear line, an exit code, and a cloud
 * that starts again once the cause is gone. One instance serves all tests, the running one first.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RefusedStartTest {

    @TempDir static Path folder;

    private static Bleu bleu;
    private static Bleu.Serving serving;

    @BeforeAll
    static void start() throws Exception {
        bleu = new Bleu(folder);
        serving = bleu.start("up", "--port", "0");
        serving.awaitUp();
    }

    @AfterAll
    static void stop() throws Exception {
        if (serving != null) {
            serving.kill();
        }
    }

    private static String refused() throws Exception {
        return bleu.run("up", "--port", "0").failure();
    }

    @Test
    @Order(1)
    void aDataFolderInUseIsRefused() throws Exception {
        assertTrue(refused().contains("in use by another process"));
    }

    @Test
    @Order(1)
    void aDetachedStartIsNotTakenForTheOneThatRuns() throws Exception {
        String line = bleu.run("up", "--detach", "--port", "0").failure();
        assertTrue(line.contains("in use by another process"), line);
    }

    @Test
    @Order(1)
    void aCopyOfTheDataIsRefusedBesideTheOneThatRuns() throws Exception {
        Path copied = folder.resolve("copied");
        copy(folder.resolve("data"), copied);
        String line = bleu.run("up", "--data", copied.toString(), "--port", "0").failure();
        assertTrue(line.contains("runs already"), line);
        bleu.run("status").output();
    }

    @Test
    @Order(1)
    void aWordThatNoCommandKnowsIsRefusedAndDoesNothing() throws Exception {
        assertTrue(bleu.run("down", "elsewhere").failure().contains("unexpected word elsewhere"));
        bleu.run("status").output();
    }

    /** Pages of tenants are never below the domain that people sign in at, nor it below theirs. */
    @Test
    @Order(1)
    void aDomainOfWebsitesThatIsNotApartIsRefusedAndMakesNothing() throws Exception {
        Path data = folder.resolve("unmade");
        for (String domain :
                new String[] {"bleu.localhost", "web.bleu.localhost", "localhost", "a_b"}) {
            String line =
                    bleu.run("up", "--data", data.toString(), "--web-domain", domain).failure();
            assertTrue(line.contains("--web-domain: "), line);
            assertFalse(Files.exists(data), domain);
        }
        String line =
                bleu.run("up", "--development-storage", "--web-domain", "x.example").failure();
        assertTrue(line.contains("serves no websites"), line);
    }

    @Test
    @Order(2)
    void theControlSocketIsTheOperatorsAlone() throws Exception {
        Path socket = bleu.secrets().resolve("control.sock");
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
    }

    @Test
    @Order(3)
    void theEnvironmentNamesFilesAndNoSecret() throws Exception {
        String printed = bleu.run("env").output();
        assertTrue(printed.contains("AZURE_CLIENT_CERTIFICATE_PATH"), printed);
        assertTrue(printed.contains("BLEU_WEB_SUFFIX='bleu-web.localhost:"), printed);
        assertFalse(printed.contains("PRIVATE KEY"), printed);
        assertFalse(printed.contains("SECRET="), printed);
    }

    @Test
    @Order(4)
    void aTenantIsMadeOverTheSocket() throws Exception {
        String certificate = bleu.secrets().resolve("administrator.pem").toString();
        String pem = Files.readString(Path.of(certificate));
        Path given = folder.resolve("tenant.pem");
        Files.writeString(given, pem.substring(pem.indexOf("-----BEGIN CERTIFICATE-----")));
        String made =
                bleu.run("tenant", "create", "Second", "--certificate", given.toString()).output();
        assertTrue(made.contains("tenant ") && made.contains("client "), made);
    }

    @Test
    @Order(4)
    void whatCannotBeReadOrWrittenIsNamed() throws Exception {
        String absent = folder.resolve("absent").toString();
        String tenant = bleu.run("tenant", "create", "Third", "--certificate", absent).failure();
        assertTrue(tenant.contains(absent + " does not exist"), tenant);
        String export = bleu.run("ledger", "export", folder.resolve("out1/x").toString()).failure();
        assertTrue(export.contains("cannot export to"), export);
        String nobody = "00000000-0000-0000-0000-000000000001";
        String opened = bleu.run("ledger", "export", absent, "--open-tenant", nobody).failure();
        assertTrue(opened.contains("there is no tenant " + nobody), opened);
    }

    @Test
    @Order(4)
    void theLedgersKeyIsForWhoeverAsks() throws Exception {
        assertTrue(bleu.run("ledger", "key").output().startsWith("bleu.localhost/"));
    }

    @Test
    @Order(5)
    void downStopsIt() throws Exception {
        bleu.run("down").output();
        assertEquals(0, serving.process().waitFor());
        assertTrue(bleu.run("status").failure().contains("does not run"));
    }

    @Test
    @Order(6)
    void aCloudsFolderIsNoDevelopmentStorage() throws Exception {
        String data = folder.resolve("data").toString();
        String[] up = {"up", "--development-storage", "--data", data, "--port", "0"};
        String line = bleu.run(up).failure();
        assertTrue(line.contains("holds a cloud, not development storage"), line);
        Path marker = folder.resolve("data/INSTANCE");
        String kept = Files.readString(marker);
        Files.writeString(marker, kept + "development storage\n");
        try {
            String other = bleu.run(up).failure();
            assertTrue(other.contains("its home tenant is \"Home\""), other);
        } finally {
            Files.writeString(marker, kept);
        }
    }

    @Test
    @Order(6)
    void aBusyPortIsRefused() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(busy.getLocalPort());
            assertTrue(bleu.run("up", "--port", port).failure().contains("already in use"));
        }
    }

    @Test
    @Order(6)
    void aPortThatIsNoneIsRefusedBeforeAnythingIsMade() throws Exception {
        Path fresh = folder.resolve("fresh");
        assertTrue(
                bleu.run("up", "--data", fresh.toString(), "--port", "many")
                        .failure()
                        .contains("--port"));
        assertFalse(Files.exists(fresh));
    }

    @Test
    @Order(7)
    void aFolderWithOtherThingsInItIsRefusedAndLeftAlone() throws Exception {
        Path foreign = Files.createDirectory(folder.resolve("foreign"));
        Files.writeString(foreign.resolve("thesis.txt"), "mine");
        String line = bleu.run("up", "--data", foreign.toString(), "--port", "0").failure();
        assertTrue(line.contains("is not empty"), line);
        assertEquals("mine", Files.readString(foreign.resolve("thesis.txt")));
        assertEquals(1, foreign.toFile().list().length);
    }

    @Test
    @Order(8)
    void aCopiedDataFolderAloneStartsNothing() throws Exception {
        Path thief = Files.createDirectory(folder.resolve("thief"));
        copy(folder.resolve("data"), thief.resolve("data"));
        String line = new Bleu(thief).run("up", "--port", "0").failure();
        assertTrue(line.contains("the data folder alone starts nothing"), line);
    }

    @Test
    @Order(9)
    void missingSecretsAreNamed() throws Exception {
        Path secrets = bleu.secrets();
        Path away = folder.resolve("away");
        Files.move(secrets, away);
        String line = refused();
        Files.move(away, secrets);
        assertTrue(line.contains(secrets.toString()), line);
    }

    @Test
    @Order(10)
    void aMissingRootKeyIsNamedAndNeverMadeAnew() throws Exception {
        missing("root.key");
    }

    /** As a further node of a stamp begins without its pack: the store is there, its key is not. */
    @Test
    @Order(10)
    void aStoreThatHasARootKeyGetsNoOther() throws Exception {
        Path details = folder.resolve("data/instance.json");
        Path key = bleu.secrets().resolve("root.key");
        Files.move(details, folder.resolve("details"));
        Files.move(key, folder.resolve("key"));
        String line = refused();
        assertFalse(Files.exists(key), "a root key was made anew");
        Files.move(folder.resolve("key"), key);
        Files.move(folder.resolve("details"), details);
        assertTrue(line.contains("a root key that is not here"), line);
    }

    @Test
    @Order(11)
    void aMissingCheckpointIsNamed() throws Exception {
        missing("checkpoint");
    }

    private static void missing(String name) throws Exception {
        Path file = bleu.secrets().resolve(name);
        Path away = folder.resolve(name);
        Files.move(file, away);
        String line = refused();
        assertFalse(Files.exists(file), name + " was made anew");
        Files.move(away, file);
        assertTrue(line.contains(file.toString()), line);
    }

    @Test
    @Order(12)
    void anIssuingKeyThatOthersMayReadIsRefused() throws Exception {
        Path key = bleu.secrets().resolve("issuer.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        String line = refused();
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        assertTrue(line.contains("issuer.key"), line);
    }

    @Test
    @Order(13)
    void afterAllThatItStartsAgain() throws Exception {
        serving = bleu.start("up", "--port", "0");
        serving.awaitUp();
    }

    @Test
    @Order(14)
    void everyActOfTheOperatorIsInTheLedger() throws Exception {
        bleu.run("policy", "show").output();
        Path export = folder.resolve("export");
        bleu.run("ledger", "export", export.toString()).output();
        serving.stop();
        StringBuilder opened = new StringBuilder();
        try (var files = Files.walk(export.resolve("opened"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                opened.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        for (String act :
                List.of(
                        "status/read",
                        "tenants/write",
                        "ledger/key/read",
                        "stop/action",
                        "policy/read",
                        "ledger/export/action")) {
            assertTrue(opened.indexOf("\"Bleu.Platform/" + act + "\"") > 0, act);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path visited, BasicFileAttributes attributes) throws IOException {
                        Files.createDirectories(to.resolve(from.relativize(visited)));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.copy(file, to.resolve(from.relativize(file)));
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
