package fr.bleu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        assertEquals(3, text.lines().filter(it -> it.endsWith("told")).count(), text);
        assertFalse(text.contains(SECRET), text);
    }
}
