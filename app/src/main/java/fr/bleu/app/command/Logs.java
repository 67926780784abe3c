package fr.bleu.app.command;

import fr.bleu.app.Arguments;
import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.Log;
import fr.bleu.app.LogLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** {@code bleu logs}: the newest log file, for a reader or, as it is, for a program. */
public final class Logs {

    private static final String JSON = "--json";

    private Logs() {}

    /** Runs the command. */
    public static int run(List<String> words) {
        Arguments arguments =
                Arguments.options(
                        words, Set.of("--data"), Set.of(JSON, Arguments.DEVELOPMENT_STORAGE));
        Path newest = Log.newest(Instance.load(arguments.data()));
        try (Stream<String> lines = Files.lines(newest)) {
            lines.map(line -> arguments.has(JSON) ? line : text(line)).forEach(System.out::println);
            return 0;
        } catch (IOException e) {
            throw new CommandFailure("no log in " + newest);
        }
    }

    private static String text(String line) {
        return LogLine.parse(line).map(LogLine::text).orElse(line);
    }
}
