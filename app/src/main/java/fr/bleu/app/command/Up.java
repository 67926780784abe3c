package fr.bleu.app.command;

import fr.bleu.app.Arguments;
import fr.bleu.app.CommandFailure;
import fr.bleu.app.DataLock;
import fr.bleu.app.Details;
import fr.bleu.app.Instance;
import fr.bleu.app.Log;
import fr.bleu.app.control.ControlClient;
import fr.bleu.app.control.ControlServer;
import fr.bleu.app.platform.Operations;
import fr.bleu.app.platform.Platform;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** {@code bleu up}: starts the cloud and, unless detached, stays until it is told to stop. */
public final class Up {

    private static final int DEFAULT_PORT = 8443;

    private Up() {}

    /** Runs the command. */
    public static int run(List<String> words) {
        long started = System.nanoTime();
        Arguments arguments =
                Arguments.options(
                        words, Set.of("--data", "--port"), Set.of("--detach", "--public-data"));
        int port = arguments.port(DEFAULT_PORT);
        boolean first = !Instance.existsIn(arguments.data());
        Instance instance =
                first ? Instance.create(arguments.data()) : Instance.load(arguments.data());
        if (arguments.has("--detach")) {
            Detached.start(instance, words);
            Banner.print(instance, Details.of(instance), first, started);
            return 0;
        }
        return serve(instance, port, arguments.has("--public-data"), first, started);
    }

    private static int serve(
            Instance instance, int port, boolean publicData, boolean first, long started) {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (DataLock lock = DataLock.take(instance);
                Log log = Log.open(instance);
                Platform platform = Platform.start(instance, port, publicData);
                ControlServer control =
                        ControlServer.listen(
                                instance.controlSocket(),
                                new Operations(instance, platform, stop::countDown).commands())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> await(stop, stopped)));
            Banner.print(instance, platform.details(), first, started);
            stop.await();
        } catch (IOException e) {
            throw new CommandFailure(
                    "the control socket cannot be opened: " + CommandFailure.reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    /** A signal ends the wait, and the JVM with it, only after everything has closed. */
    private static void await(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the cloud of this instance answers. */
    static boolean runs(Instance instance) {
        return ControlClient.runs(instance);
    }
}
