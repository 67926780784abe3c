package fr.bleu.app;

import fr.bleu.http.CurrentRequest;
import fr.bleu.http.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The log: {@code data/log/bleu.log}, at most five files of 10 MiB, one {@link LogLine} a line. No
 * request is logged, only what the operator must know; nobody's name, address or secret.
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
        try {
            Files.createDirectories(instance.log().getParent());
            Handler handler = new FileHandler(instance.log() + "", MAX_BYTES, FILES, true);
            handler.setFormatter(new Redacting());
            handler.setLevel(Level.INFO);
            HOSTS.setLevel(Level.OFF);
            Logger root = Logger.getLogger("");
            for (Handler terminal : root.getHandlers()) {
                root.removeHandler(terminal);
            }
            root.addHandler(handler);
            return new Log(handler);
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot write the log in "
                            + instance.log().getParent()
                            + ": "
                            + CommandFailure.reason(e));
        }
    }

    /** The file that is written now, or was last; the handler numbers its files. */
    public static Path newest(Instance instance) {
        return instance.log().resolveSibling(instance.log().getFileName() + ".0");
    }

    /** Whatever a library puts into a message or an exception passes through here. */
    private static final class Redacting extends Formatter {
        @Override
        public String format(LogRecord line) {
            String message = formatMessage(line);
            return new LogLine(
                            line.getInstant().truncatedTo(ChronoUnit.MILLIS),
                            line.getLevel().getName(),
                            Objects.requireNonNullElse(line.getLoggerName(), ""),
                            Redaction.of(Objects.requireNonNullElse(message, "")),
                            CurrentRequest.id(),
                            Optional.ofNullable(line.getThrown()).map(Redaction::of))
                    .json();
        }
    }

    @Override
    public void close() {
        handler.close();
    }
}
