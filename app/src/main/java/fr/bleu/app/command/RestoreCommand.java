package fr.bleu.app.command;

import fr.bleu.app.Arguments;
import fr.bleu.app.CommandFailure;
import fr.bleu.app.backup.Restore;
import fr.bleu.app.backup.Restoring;
import fr.bleu.app.stamp.SharedEngines;
import fr.bleu.app.stamp.StampSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** {@code bleu restore FOLDER --keys FILE --root-key FILE}: fills an empty machine. */
public final class RestoreCommand {

    private static final String KEYS = "--keys";
    private static final String ROOT_KEY = "--root-key";
    private static final String CHECKPOINT = "--checkpoint";
    private static final String STAMP = "--stamp";

    private static final String GENERATION = "--generation";

    /** Each has its own part of the epochs of extents' writers. */
    private static final int MOST_GENERATIONS = 1 << 20;

    private RestoreCommand() {}

    /** Runs the command. */
    public static int run(List<String> words) {
        Arguments arguments =
                Arguments.parse(
                        words,
                        Set.of("--data", KEYS, ROOT_KEY, CHECKPOINT, STAMP, GENERATION),
                        Set.of());
        if (arguments.rest().size() != 1
                || arguments.option(KEYS).isEmpty()
                || arguments.option(ROOT_KEY).isEmpty()) {
            throw new CommandFailure(
                    "usage: bleu restore FOLDER --keys FILE --root-key FILE [--data DIR]"
                            + " [--stamp FILE] [--checkpoint FILE] [--generation N]");
        }
        Restoring restoring =
                new Restoring(
                        Path.of(arguments.rest().getFirst()),
                        Path.of(arguments.option(KEYS).get()),
                        Path.of(arguments.option(ROOT_KEY).get()),
                        arguments.option(CHECKPOINT).map(Path::of),
                        arguments.option(GENERATION).isPresent()
                                ? OptionalInt.of(arguments.number(GENERATION, 2, MOST_GENERATIONS))
                                : OptionalInt.empty());
        Optional<SharedEngines> stamp =
                arguments
                        .option(STAMP)
                        .flatMap(file -> StampSettings.read(Path.of(file)).engines());
        tell(restoring.into(arguments.data(), stamp), arguments.option(STAMP));
        return 0;
    }

    private static void tell(Restore.Report report, Optional<String> stamp) {
        System.out.println(
                "Instance %s is in %s, its keys in %s"
                        .formatted(
                                report.instance().id(),
                                report.instance().data(),
                                report.instance().secrets()));
        System.out.println(
                "Its ledger is restored up to entry %d and goes on as generation %d"
                        .formatted(report.restored().size(), report.generation()));
        if (report.lost() > 0) {
            System.out.println(
                    "LOST: %d entries that followed, and what they tell of"
                            .formatted(report.lost()));
        }
        System.out.println(
                "Start it with ./bleu up --data "
                        + report.instance().data()
                        + stamp.map(file -> " --stamp " + file).orElse(""));
    }
}
