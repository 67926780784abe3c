package fr.bleu.app.command;

import fr.bleu.app.Arguments;
import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** {@code bleu logs}: the newest log file. */
public final class Logs {

    private Logs() {}

    /** Runs the command. */
    public static int run(List<String> words) {
        Arguments arguments =
                Arguments.options(words, Set.of("--data"), Set.of(Arguments.DEVELOPMENT_STORAGE));
        Path log = Instance.load(arguments.data()).log();
        // The handler numbers its files; 0 is the newest.
        Path newest = log.resolveSibling(log.getFileName() + ".0");
        try {
            Files.copy(newest, System.out);
            return 0;
        } catch (IOException e) {
            throw new CommandFailure("no log in " + newest);
        }
    }
}
