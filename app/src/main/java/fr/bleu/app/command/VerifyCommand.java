package fr.bleu.app.command;

import fr.bleu.app.Arguments;
import fr.bleu.app.CommandFailure;
import fr.bleu.app.DataLock;
import fr.bleu.app.Instance;
import fr.bleu.app.platform.Whereabouts;
import fr.bleu.app.stamp.SharedEngines;
import fr.bleu.app.stamp.StampSettings;
import fr.bleu.app.stopped.Verification;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code bleu verify DATA [--stamp FILE]}: checks a stopped instance again, changing nothing. */
public final class VerifyCommand {

    private VerifyCommand() {}

    /** Runs the command; 1 when something is wrong. */
    public static int run(List<String> words) {
        Arguments arguments = Arguments.parse(words, Set.of("--data", "--stamp"), Set.of());
        if (arguments.rest().size() > 1) {
            throw new CommandFailure("usage: bleu verify DATA [--stamp FILE]");
        }
        Path data =
                arguments.rest().isEmpty()
                        ? arguments.data()
                        : Path.of(arguments.rest().getFirst()).toAbsolutePath().normalize();
        Optional<SharedEngines> stamp =
                arguments
                        .option("--stamp")
                        .flatMap(file -> StampSettings.read(Path.of(file)).engines());
        Instance instance = Instance.load(data);
        try (DataLock lock = DataLock.take(instance)) {
            Whereabouts.require(instance, stamp);
            return verify(instance, stamp);
        }
    }

    /** Verifies under the instance's lock, and prints what it finds. */
    static int verify(Instance instance, Optional<SharedEngines> stamp) {
        Verification.Result result = new Verification(instance, stamp, System.out::println).run();
        System.out.printf(
                "%d records, %d ledger entries of which %d opened, %d accounts with %d objects (%d"
                    + " sealed by customers), %d extents, %d bytes read, %d versions of secrets%n",
                result.store().records(),
                result.store().entries(),
                result.opened(),
                result.storage().accounts(),
                result.storage().objects(),
                result.storage().unreadable(),
                result.storage().extents(),
                result.storage().bytes(),
                result.secrets());
        System.out.println(
                result.wrong() == 0 ? "Nothing is wrong." : result.wrong() + " things are wrong.");
        return result.wrong() == 0 ? 0 : 1;
    }
}
