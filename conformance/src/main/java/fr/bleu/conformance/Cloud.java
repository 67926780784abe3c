package fr.bleu.conformance;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A temporary cloud on a free port, started, killed and stopped through the {@code bleu} command as
 * a user would. Its data and its private folder are below one temporary folder.
 */
public final class Cloud implements AutoCloseable {

    private static final long START_MILLIS = 120_000;
    private static final long POLL_MILLIS = 20;

    private final Path home;
    private final Path folder;
    private final int port;
    private final List<String> options;
    private Process process;
    private Map<String, String> environment = Map.of();
    private Map<String, String> variables = Map.of();
    private long readyMillis;

    private Cloud(Path home, Path folder, int port, List<String> options) {
        this.options = options;
        this.home = home;
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts a new cloud; {@code -Dbleu.home} names the repository, {@code -Dbleu.pair} the
     * engines, where they are not those of one machine.
     *
     * @param options of {@code bleu up}, beside folder and port
     */
    public static Cloud start(String... options) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("bleu-");
        List<String> words = new ArrayList<>(List.of(options));
        words.addAll(Pair.options(folder));
        Cloud cloud = in(folder, freePort(), words);
        try {
            cloud.up();
        } catch (IOException | RuntimeException e) {
            cloud.close();
            throw e;
        }
        return cloud;
    }

    /**
     * A cloud that is not started yet.
     *
     * @param folder its data is in {@code data} below it, its private folder in {@code c}; it goes
     *     with the cloud
     * @param options of {@code bleu up}, beside folder and port
     */
    public static Cloud in(Path folder, int port, List<String> options) {
        Cloud cloud = new Cloud(home(), folder, port, options);
        // Who breaks off the tour or a test leaves no cloud running.
        Runtime.getRuntime().addShutdownHook(new Thread(cloud::end));
        return cloud;
    }

    /** The repository's folder, which {@code -Dbleu.home} names. */
    public static Path home() {
        return Path.of(System.getProperty("bleu.home", ".")).toAbsolutePath().normalize();
    }

    /** A port that nobody listens on. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Starts the process on the same data and waits until it answers. */
    public void up() throws IOException, InterruptedException {
        Path output = folder.resolve("up.out");
        long startedNanos = System.nanoTime();
        List<String> words = new ArrayList<>(List.of("up", "--data", data().toString()));
        words.addAll(List.of("--port", Integer.toString(port)));
        words.addAll(options);
        ProcessBuilder builder = builder(words.toArray(String[]::new)).redirectErrorStream(true);
        builder.environment().putAll(variables);
        process = builder.redirectOutput(output.toFile()).start();
        long deadline = System.currentTimeMillis() + START_MILLIS;
        while (!Files.readString(output).contains("Bleu is up")) {
            if (!process.isAlive() || System.currentTimeMillis() > deadline) {
                throw new IOException(
                        "the cloud did not start: " + Files.readString(output).strip());
            }
            Thread.sleep(POLL_MILLIS);
        }
        readyMillis = (System.nanoTime() - startedNanos) / 1_000_000;
        if (environment.isEmpty()) {
            environment = readEnvironment();
        }
    }

    /** Variables of the process's environment from the next {@link #up} on. */
    public void setVariables(Map<String, String> next) {
        variables = Map.copyOf(next);
    }

    private Map<String, String> readEnvironment() throws IOException, InterruptedException {
        JsonNode json =
                JsonMapper.builder()
                        .build()
                        .readTree(bleu("env", "--json", "--data", data().toString()));
        Map<String, String> variables = new TreeMap<>();
        json.properties()
                .forEach(field -> variables.put(field.getKey(), field.getValue().asString()));
        return variables;
    }

    /** What {@code bleu env} prints. */
    public String env(String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new IllegalArgumentException("bleu env does not print " + name);
        }
        return value;
    }

    /** All that {@code bleu env} prints. */
    public Map<String, String> environment() {
        return environment;
    }

    public Path data() {
        return folder.resolve("data");
    }

    /** A temporary folder that goes with the cloud. */
    public Path folder() {
        return folder;
    }

    public int port() {
        return port;
    }

    /** The process id of the running cloud. */
    public long pid() {
        return process.pid();
    }

    /** How long the last {@link #up} took until the command said that the cloud is up. */
    public long readyMillis() {
        return readyMillis;
    }

    /** kill -9. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, and waits for the end. */
    public void down() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    /** SIGSTOP. */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT. */
    public void wake() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Result result = run(new ProcessBuilder("kill", "-" + name, Long.toString(pid())));
        if (result.exit() != 0) {
            throw new IOException("kill -" + name + ": " + result.output().strip());
        }
    }

    /** Runs a {@code bleu} command that must succeed; its standard output. */
    public String bleu(String... words) throws IOException, InterruptedException {
        Result result = tryBleu(words);
        if (result.exit() != 0) {
            throw new IOException(
                    "bleu " + String.join(" ", words) + ": " + result.output().strip());
        }
        return result.output();
    }

    /**
     * How a command ended and what it printed.
     *
     * @param output its standard output; of a command that failed, both streams
     * @param errors its standard error
     */
    public record Result(int exit, String output, String errors) {}

    /** Runs a {@code bleu} command that may fail. */
    public Result tryBleu(String... words) throws IOException, InterruptedException {
        return run(builder(words));
    }

    /** Runs a process to its end. */
    public static Result run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("bleu-", ".err");
        try {
            Process child = builder.redirectError(errors.toFile()).start();
            child.getOutputStream().close();
            String out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = child.waitFor();
            String printed = Files.readString(errors);
            return new Result(exit, exit == 0 ? out : out + printed, printed);
        } finally {
            Files.delete(errors);
        }
    }

    /** A process with the cloud's private folder and the repository's {@code bleu} command. */
    public ProcessBuilder builder(String... words) {
        List<String> line = new ArrayList<>(List.of(home.resolve("bleu").toString()));
        line.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve("c").toString());
        return builder;
    }

    /** SIGTERM, without waiting. */
    public void end() {
        if (process != null) {
            process.destroy();
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (process != null) {
            process.destroy();
            process.waitFor();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
