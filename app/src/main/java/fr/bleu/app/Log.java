package fr.bleu.app;

import fr.bleu.http.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * The log: {@code data/log/bleu.log}, at most five files of 10 MiB. No request is logged, only what
 * the operator must know; secrets never reach a message.
 */
public final class Log implements AutoCloseable {

    private static final int MAX_BYTES = 10 << 20;
    private static final int FILES = 5;

    /** Jetty tells of each malformed Host header in the words of whoever sent it. */
    private static final Logger HOSTS = Logger.getLogger("org.eclipse.jetty.util.HostPort");

    private final Handler handler;

    private Log(Handler handler) {
        this.handler = handler;
    }

    /** Sends everything from INFO up to the instance's log and nothing to the terminal. */
    public static Log open(Instance instance) {
        System.setProperty(
                "java.util.logging.SimpleFormatter.format",
                "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s %5$s%6$s%n");
        try {
            Files.createDirectories(instance.log().getParent());
            Handler handler = new FileHandler(instance.log() + "", MAX_BYTES, FILES, true);
            handler.setFormatter(new Redacting());
            handler.setLevel(Level.INFO);
            LogManager.getLogManager().reset();
            HOSTS.setLevel(Level.OFF);
            Logger.getLogger("").addHandler(handler);
            return new Log(handler);
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot write the log in "
                            + instance.log().getParent()
                            + ": "
                            + CommandFailure.reason(e));
        }
    }

    /** Whatever a library puts into a message or an exception passes through here. */
    private static final class Redacting extends SimpleFormatter {
        @Override
        public String format(LogRecord line) {
            return Redaction.of(super.format(line));
        }
    }

    @Override
    public void close() {
        handler.close();
    }
}
