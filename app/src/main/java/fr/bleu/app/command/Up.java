package fr.bleu.app.command;

import fr.bleu.app.Arguments;
import fr.bleu.app.AzuriteAccounts;
import fr.bleu.app.CommandFailure;
import fr.bleu.app.DataLock;
import fr.bleu.app.Details;
import fr.bleu.app.Instance;
import fr.bleu.app.Kind;
import fr.bleu.app.Log;
import fr.bleu.app.control.ControlClient;
import fr.bleu.app.control.ControlServer;
import fr.bleu.app.operator.OperatorOptions;
import fr.bleu.app.platform.Operations;
import fr.bleu.app.platform.Platform;
import fr.bleu.app.stamp.StampSettings;
import fr.bleu.app.traces.TraceOptions;
import fr.bleu.http.Domains;
import fr.bleu.storage.DevelopmentAccounts.Wanted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** {@code bleu up}: starts the cloud and, unless detached, stays until it is told to stop. */
public final class Up {

    private static final int DEFAULT_PORT = 8443;

    /** The Blob service's of the emulator. */
    private static final int DEVELOPMENT_PORT = 10_000;

    private static final String PUBLIC_DATA = "--public-data";
    private static final String WEB_DOMAIN = "--web-domain";
    private static final String OPERATOR_PORT = "--operator-port";
    private static final String DRAIN = "--drain-seconds";
    private static final String STAMP = "--stamp";
    private static final String TRACES = "--traces";
    private static final String TRACES_CA = "--traces-ca";

    private Up() {}

    /** Runs the command. */
    public static int run(List<String> words) {
        long started = System.nanoTime();
        Arguments arguments =
                Arguments.options(
                        words,
                        Set.of(
                                "--data",
                                "--port",
                                WEB_DOMAIN,
                                OPERATOR_PORT,
                                DRAIN,
                                STAMP,
                                TRACES,
                                TRACES_CA),
                        Set.of("--detach", PUBLIC_DATA, Arguments.DEVELOPMENT_STORAGE));
        Start start = start(arguments);
        boolean first = !Instance.existsIn(arguments.data());
        Instance instance =
                first
                        ? Instance.create(arguments.data(), start.kind())
                        : Instance.load(arguments.data());
        if (arguments.has("--detach")) {
            Detached.start(instance, words);
            print(instance, Details.of(instance), first, started);
            return 0;
        }
        return serve(instance, start, first, started);
    }

    /** What is to be started, once it is known where. */
    private record Start(Kind kind, Function<Instance, Platform> platform) {}

    private static Start start(Arguments arguments) {
        boolean publicData = arguments.has(PUBLIC_DATA);
        Optional<StampSettings> stamp = stamp(arguments);
        OperatorOptions operator = operator(arguments).withTraces(traces(arguments, stamp));
        if (!arguments.has(Arguments.DEVELOPMENT_STORAGE)) {
            int port = arguments.port(DEFAULT_PORT);
            String webDomain = webDomain(arguments);
            Platform.Options options =
                    new Platform.Options(port, webDomain, publicData, operator, stamp);
            return new Start(Kind.CLOUD, it -> Platform.start(it, options));
        }
        if (arguments.option(STAMP).isPresent()) {
            throw new CommandFailure(STAMP + " is for a cloud, not for development storage");
        }
        if (arguments.option(WEB_DOMAIN).isPresent()) {
            throw new CommandFailure(
                    WEB_DOMAIN + " is for a cloud: development storage serves no websites");
        }
        if (publicData) {
            throw new CommandFailure(
                    PUBLIC_DATA
                            + " is for a cloud: the containers of development storage may be"
                            + " public anyway");
        }
        int port = arguments.port(DEVELOPMENT_PORT);
        List<Wanted> accounts = accounts();
        return new Start(
                Kind.DEVELOPMENT_STORAGE,
                it -> Platform.startDevelopment(it, port, accounts, operator));
    }

    private static Optional<StampSettings> stamp(Arguments arguments) {
        return arguments.option(STAMP).map(file -> StampSettings.read(Path.of(file)));
    }

    private static Optional<TraceOptions> traces(
            Arguments arguments, Optional<StampSettings> stamp) {
        Optional<String> endpoint = arguments.option(TRACES);
        Optional<Path> ca = arguments.option(TRACES_CA).map(Path::of);
        if (endpoint.isEmpty()) {
            if (ca.isPresent()) {
                throw new CommandFailure(TRACES_CA + " goes with " + TRACES);
            }
            return stamp.flatMap(StampSettings::traces);
        }
        if (stamp.isPresent()) {
            throw new CommandFailure(TRACES + ": a node has traces.endpoint in its file");
        }
        try {
            return Optional.of(TraceOptions.of(endpoint.get(), ca, ""));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(TRACES + ": " + e.getMessage());
        }
    }

    private static OperatorOptions operator(Arguments arguments) {
        OperatorOptions options =
                arguments.option(OPERATOR_PORT).isEmpty()
                        ? OperatorOptions.NONE
                        : OperatorOptions.at(arguments.number(OPERATOR_PORT, 0, 65_535));
        return arguments.option(DRAIN).isEmpty()
                ? options
                : options.withDrain(
                        Duration.ofSeconds(
                                arguments.number(DRAIN, 0, OperatorOptions.MAX_DRAIN_SECONDS)));
    }

    /** Checked before an instance is made: a domain that is refused leaves nothing behind. */
    private static String webDomain(Arguments arguments) {
        String domain =
                arguments.option(WEB_DOMAIN).orElseGet(() -> lastWebDomain(arguments.data()));
        try {
            return new Domains(Domains.DEFAULT_BASE, domain, DEFAULT_PORT).web();
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(WEB_DOMAIN + ": " + e.getMessage());
        }
    }

    /** Websites stay where they are until another domain is named. */
    private static String lastWebDomain(Path data) {
        if (!Instance.existsIn(data)) {
            return Domains.DEFAULT_WEB;
        }
        Instance instance = Instance.load(data);
        return Files.exists(instance.details())
                ? Details.of(instance).webDomain()
                : Domains.DEFAULT_WEB;
    }

    private static List<Wanted> accounts() {
        return AzuriteAccounts.parse(System.getenv(AzuriteAccounts.VARIABLE));
    }

    private static void print(Instance instance, Details details, boolean first, long started) {
        switch (instance.kind()) {
            case CLOUD -> Banner.print(instance, details, first, started);
            case DEVELOPMENT_STORAGE ->
                    DevelopmentBanner.print(instance, details, accounts(), first, started);
        }
    }

    private static int serve(Instance instance, Start start, boolean first, long started) {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (DataLock lock = DataLock.take(instance);
                Log log = Log.open(instance);
                Platform platform = start.platform().apply(instance);
                ControlServer control =
                        ControlServer.listen(
                                instance.controlSocket(),
                                new Operations(instance, platform, stop::countDown).commands())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> await(stop, stopped)));
            print(instance, platform.details(), first, started);
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
