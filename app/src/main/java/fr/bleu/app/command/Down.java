package fr.bleu.app.command;

import fr.bleu.app.Arguments;
import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.control.ControlClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code bleu down}: stops the cloud gracefully and waits for it. */
public final class Down {

    private static final long PATIENCE_SECONDS = 60;

    private Down() {}

    /** Runs the command. */
    public static int run(List<String> words) {
        Arguments arguments =
                Arguments.options(words, Set.of("--data"), Set.of(Arguments.DEVELOPMENT_STORAGE));
        Instance instance = Instance.load(arguments.data());
        long pid = ControlClient.ask(instance, "stop", Map.of()).path("pid").asLong();
        ProcessHandle.of(pid).ifPresent(Down::await);
        System.out.println("Bleu is down.");
        return 0;
    }

    private static void await(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new CommandFailure(
                    "process " + process.pid() + " has not stopped within a minute");
        } catch (ExecutionException e) {
            throw new CommandFailure("cannot wait for process " + process.pid());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
