package fr.bleu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's log: which levels it takes, and that it is the last place to lose a secret. */
final class LogTest {

    private static final String SECRET = "cAnArY0123456789";

    @TempDir Path folder;

    @AfterEach
    void restore() throws Exception {
        LogManager.getLogManager().readConfiguration();
    }

    private String logged(Runnable logging) throws Exception {
        Instance instance = new Instance("0".repeat(32), folder, folder.resolve("secrets"));
        Log log = Log.open(instance);
        logging.run();
        log.close();
        return Files.readString(folder.resolve("log/bleu.log.0"));
    }

    private static List<LogLine> lines(String text) {
        return text.lines().map(line -> LogLine.parse(line).orElseThrow()).toList();
    }

    @Test
    void aSecretInAMessageOrAnExceptionIsTakenOut() throws Exception {
        String text =
                logged(
                        () -> {
                            Logger logger = Logger.getLogger("fr.bleu.test");
                            for (String secret :
                                    List.of(
                                            "GET /c/b?sv=1&sig=" + SECRET,
                                            "Authorization: Bearer " + SECRET,
                                            "client_secret=" + SECRET,
                                            "{\"value\":\"" + SECRET + "\"}",
                                            "-----BEGIN PRIVATE KEY-----\n" + SECRET)) {
                                logger.warning(secret);
                                logger.log(
                                        Level.SEVERE,
                                        "it failed",
                                        new IllegalStateException(
                                                secret, new IllegalArgumentException(secret)));
                            }
                        });
        assertTrue(text.contains("it failed") && text.contains("IllegalArgumentException"), text);
        assertFalse(text.contains(SECRET), text);
    }

    @Test
    void eachLineIsOneObjectWhateverIsInAMessage() throws Exception {
        String message = "\"quoted\"\n{\"level\":\"INFO\"}\r\u2028 é \u0000";
        Instant before = Instant.now().minusSeconds(1);
        String text =
                logged(
                        () -> {
                            Logger logger = Logger.getLogger("fr.bleu.test");
                            logger.warning(message);
                            logger.log(Level.SEVERE, "it {0}", "failed");
                            logger.log(Level.INFO, "with", new IllegalStateException("cause"));
                        });
        assertEquals(3, text.lines().count(), text);
        List<LogLine> lines = lines(text);
        assertEquals(message, lines.getFirst().message());
        assertEquals("WARNING", lines.getFirst().level());
        assertEquals("fr.bleu.test", lines.getFirst().logger());
        assertTrue(lines.getFirst().time().isAfter(before));
        assertEquals(Optional.empty(), lines.getFirst().request());
        assertEquals(Optional.empty(), lines.getFirst().thrown());
        assertEquals("it failed", lines.get(1).message());
        assertTrue(lines.get(2).thrown().orElseThrow().contains("IllegalStateException: cause"));
    }

    /** What earlier versions wrote is no object. */
    @Test
    void aLineThatIsNoneOfOursIsToldApart() {
        for (String line :
                List.of("", "2026-11-25T10:00:00.000+0000 INFO fr.bleu.x told", "[]", "{", "{}")) {
            assertEquals(Optional.empty(), LogLine.parse(line), line);
        }
    }

    @Test
    void aReaderSeesALineAsText() {
        LogLine line =
                new LogLine(
                        Instant.parse("2026-11-26T05:00:00Z"),
                        "SEVERE",
                        "fr.bleu.x",
                        "it failed",
                        Optional.of("4711"),
                        Optional.of("java.io.IOException: no\n\tat x\n"));
        assertEquals(
                """
                2026-11-26T05:00:00Z SEVERE fr.bleu.x [4711]  it failed
                java.io.IOException: no
                \tat x\
                """,
                line.text());
        assertEquals(Optional.of(line), LogLine.parse(line.json().strip()));
    }

    /** Libraries print whole requests when they debug; the log must never be asked to. */
    @Test
    void nothingBelowInfoIsLoggedOfAnyLibrary() throws Exception {
        String text =
                logged(
                        () -> {
                            for (String name : List.of("fr.bleu.x", "org.eclipse.jetty.http", "")) {
                                Logger logger = Logger.getLogger(name);
                                logger.info("told");
                                for (Level level :
                                        List.of(Level.CONFIG, Level.FINE, Level.FINEST)) {
                                    assertFalse(logger.isLoggable(level), name + " " + level);
                                    logger.log(level, SECRET);
                                }
                            }
                        });
        assertEquals(
                List.of("told", "told", "told"),
                lines(text).stream().map(LogLine::message).toList());
        assertFalse(text.contains(SECRET), text);
    }
}
