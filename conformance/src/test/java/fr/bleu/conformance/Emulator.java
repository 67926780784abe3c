package fr.bleu.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Development storage as a team starts it instead of Azurite: at port 10000, which {@code
 * UseDevelopmentStorage=true} means and which must be free, with a folder of its own.
 */
final class Emulator implements AutoCloseable {

    static final String SHORT = "UseDevelopmentStorage=true";

    /** For clients that do not know the short form; the key stands in Microsoft's documentation. */
    static final String LONG =
            "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey="
                + "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
                + ";BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1;";

    private static final long START_MILLIS = 120_000;
    private static final long POLL_MILLIS = 50;

    private final Path folder;
    private Process process;

    private Emulator(Path folder) {
        this.folder = folder;
    }

    static Emulator start() throws IOException, InterruptedException {
        Emulator emulator = new Emulator(Files.createTempDirectory("bleu-"));
        Runtime.getRuntime().addShutdownHook(new Thread(emulator::end));
        emulator.up();
        return emulator;
    }

    /** Starts the process on the same data and waits until it answers. */
    void up() throws IOException, InterruptedException {
        Path output = folder.resolve("up.out");
        process =
                builder("up", "--development-storage", "--data", data())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        long deadline = System.currentTimeMillis() + START_MILLIS;
        while (!Files.readString(output).contains("Bleu is up")) {
            if (!process.isAlive() || System.currentTimeMillis() > deadline) {
                throw new IOException("it did not start: " + Files.readString(output).strip());
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    /** A temporary folder that goes with it. */
    Path folder() {
        return folder;
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private ProcessBuilder builder(String... words) {
        Path home = Path.of(System.getProperty("bleu.home", ".")).toAbsolutePath().normalize();
        List<String> line = new ArrayList<>(List.of(home.resolve("bleu").toString()));
        line.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve("c").toString());
        builder.environment().remove("AZURITE_ACCOUNTS");
        return builder;
    }

    private void end() {
        if (process != null) {
            process.destroy();
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        end();
        process.waitFor();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
