package fr.bleu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** {@code bleu doctor} beside one instance through its life. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DoctorCommandTest {

    @TempDir static Path folder;

    private static Bleu bleu;
    private static Bleu.Serving serving;

    @AfterAll
    static void stop() throws Exception {
        if (serving != null) {
            serving.kill();
        }
    }

    /** What is wrong but for what the machine of the test may lack. */
    private static List<String> wrong(Bleu.Done done) {
        assertEquals("", done.err());
        List<String> wrong =
                done.out().lines().filter(line -> line.startsWith("  wrong  ")).toList();
        assertEquals(wrong.isEmpty() ? 0 : 1, done.exit(), done.out());
        return wrong.stream()
                .filter(line -> !line.contains("does not resolve") && !line.contains("a process"))
                .toList();
    }

    private static void only(String what, Bleu.Done done) {
        List<String> wrong = wrong(done);
        assertEquals(1, wrong.size(), done.out());
        assertTrue(wrong.getFirst().contains(what), done.out());
    }

    @Test
    @Order(1)
    void whereThereIsNoCloudItSaysSo() throws Exception {
        bleu = new Bleu(folder);
        only("there is no cloud in", bleu.run("doctor"));
        assertTrue(Files.notExists(folder.resolve("data")));
    }

    @Test
    @Order(2)
    void besideARunningCloudNothingIsWrong() throws Exception {
        serving = bleu.start("up", "--port", "0");
        serving.awaitUp();
        Bleu.Done done = bleu.run("doctor");
        assertEquals(List.of(), wrong(done));
        assertTrue(done.out().startsWith(folder.resolve("data") + ": running\n"), done.out());
    }

    @Test
    @Order(3)
    void aFrozenCloudIsNamed() throws Exception {
        signal("STOP");
        try {
            only("has said nothing", bleu.run("doctor"));
        } finally {
            signal("CONT");
        }
        assertEquals(List.of(), wrong(bleu.run("doctor")));
    }

    private static void signal(String name) throws Exception {
        String pid = Long.toString(serving.process().pid());
        assertEquals(0, new ProcessBuilder("kill", "-" + name, pid).start().waitFor());
    }

    @Test
    @Order(4)
    void aKilledCloudIsNamed() throws Exception {
        serving.kill();
        only("ended without stopping in order", bleu.run("doctor"));
    }

    @Test
    @Order(5)
    void afterAStopInOrderNothingIsWrongAndNothingWasTouched() throws Exception {
        serving = bleu.start("up", "--port", "0");
        serving.awaitUp();
        serving.stop();
        List<String> before = files();
        Bleu.Done done = bleu.run("doctor");
        assertEquals(List.of(), wrong(done));
        assertTrue(done.out().contains(": not running\n"), done.out());
        assertEquals(before, files());
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            return files.sorted()
                    .map(
                            file -> {
                                try {
                                    return file + " " + Files.getLastModifiedTime(file);
                                } catch (IOException e) {
                                    throw new IllegalStateException(e);
                                }
                            })
                    .toList();
        }
    }

    /** What happens after the signal, too. */
    @Test
    @Order(6)
    void theLogGoesOnUntilTheEnd() throws Exception {
        List<String> lines = bleu.run("logs").output().lines().toList();
        assertTrue(lines.getLast().contains("  Stopped oejs.ServerConnector"), lines.getLast());
    }

    @Test
    @Order(7)
    void aLostKeyFolderIsNamed() throws Exception {
        Files.move(bleu.secrets(), folder.resolve("away"));
        only("the keys of instance", bleu.run("doctor"));
    }

    @Test
    @Order(8)
    void theLogIsShownAsTextOrAsItIs() throws Exception {
        Path secrets = folder.resolve(".config/bleu").resolve(id());
        Files.move(folder.resolve("away"), secrets);
        String text = bleu.run("logs").output();
        String json = bleu.run("logs", "--json").output();
        assertTrue(text.contains(" INFO org.eclipse.jetty.server.Server  Started "), text);
        assertEquals(text.lines().count(), json.lines().count());
        assertTrue(json.lines().allMatch(line -> LogLine.parse(line).isPresent()), json);
    }

    private static String id() throws IOException {
        return Files.readString(folder.resolve("data/INSTANCE")).strip();
    }
}
