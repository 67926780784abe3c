package fr.bleu.app.command;

import fr.bleu.app.Arguments;
import fr.bleu.app.CommandFailure;
import fr.bleu.app.DataLock;
import fr.bleu.app.Instance;
import fr.bleu.app.platform.Whereabouts;
import fr.bleu.app.stamp.SharedEngines;
import fr.bleu.app.stamp.StampSettings;
import fr.bleu.app.stopped.Migration;
import fr.bleu.app.stopped.Undo;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * {@code bleu migrate --from rocksdb --to postgres --stamp FILE}, and back: moves a stopped cloud
 * between its data folder and a stamp. {@code --undo} makes the source the place to start again.
 */
public final class MigrateCommand {

    private static final String FROM = "--from";
    private static final String TO = "--to";
    private static final String STAMP = "--stamp";
    private static final String UNDO = "--undo";

    private MigrateCommand() {}

    /** Runs the command. */
    public static int run(List<String> words) {
        Arguments arguments =
                Arguments.options(words, Set.of("--data", FROM, TO, STAMP), Set.of(UNDO));
        SharedEngines stamp = engines(required(arguments, STAMP));
        Instance instance = Instance.loadCloud(arguments.data());
        try (DataLock lock = DataLock.take(instance)) {
            return arguments.has(UNDO)
                    ? undo(instance, stamp)
                    : move(instance, stamp, target(arguments));
        }
    }

    private static String required(Arguments arguments, String option) {
        return arguments
                .option(option)
                .orElseThrow(
                        () ->
                                new CommandFailure(
                                        "usage: bleu migrate --from rocksdb --to postgres --stamp"
                                                + " FILE, or from postgres to rocksdb"));
    }

    private static SharedEngines engines(String file) {
        return StampSettings.read(Path.of(file))
                .engines()
                .orElseThrow(
                        () ->
                                new CommandFailure(
                                        file + " names no database and bucket to move to or from"));
    }

    private static Whereabouts target(Arguments arguments) {
        Whereabouts from = Whereabouts.parse(FROM, required(arguments, FROM));
        Whereabouts to = Whereabouts.parse(TO, required(arguments, TO));
        if (from == to) {
            throw new CommandFailure("it is to be moved from one engine to the other");
        }
        return to;
    }

    private static int move(Instance instance, SharedEngines stamp, Whereabouts to) {
        String moved =
                new Migration(instance, stamp, to, System.out::println)
                        .run()
                        .map(MigrateCommand::counted)
                        .orElse("The end of a move that was cut was made up for");
        System.out.printf(
                "%s: the cloud is in %s. The source is marked and starts no more; ./bleu migrate"
                        + " --undo takes that back until the cloud has gone on.%n",
                moved, to);
        return 0;
    }

    private static String counted(Migration.Result result) {
        return "Moved and verified %d rows, %d extents, %d ledger entries"
                .formatted(result.rows(), result.extents(), result.entries());
    }

    private static int undo(Instance instance, SharedEngines stamp) {
        Undo.run(instance, stamp);
        System.out.println(
                "The cloud starts from "
                        + Whereabouts.of(instance).orElseThrow()
                        + " again. Empty the place that it was moved to.");
        return 0;
    }
}
