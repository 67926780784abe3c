package fr.bleu.app.doctor;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.Log;
import fr.bleu.app.LogLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Errors that the cloud has logged of late. */
final class LogCheck {

    private static final Duration OF_LATE = Duration.ofHours(1);
    private static final int MAX_MESSAGE_CHARS = 160;

    private LogCheck() {}

    static List<Finding> findings(Machine machine, Instance instance) {
        Path log = Log.newest(instance);
        if (!Files.exists(log)) {
            return List.of();
        }
        Instant from = machine.clock().instant().minus(OF_LATE);
        try (Stream<String> lines = Files.lines(log)) {
            List<LogLine> errors =
                    lines.map(LogLine::parse)
                            .flatMap(Optional::stream)
                            .filter(line -> line.level().equals(LogLine.ERROR))
                            .filter(line -> line.time().isAfter(from))
                            .toList();
            return errors.isEmpty() ? List.of() : List.of(of(errors));
        } catch (IOException e) {
            return List.of(
                    Finding.wrong(
                            "the log cannot be read: " + CommandFailure.reason(e),
                            "chown and chmod u+r " + log));
        }
    }

    private static Finding of(List<LogLine> errors) {
        String last = errors.getLast().message().lines().findFirst().orElse("");
        return Finding.wrong(
                errors.size()
                        + " errors in the log within an hour, the last: "
                        + last.substring(0, Math.min(last.length(), MAX_MESSAGE_CHARS)),
                "./bleu logs tells all of them");
    }
}
