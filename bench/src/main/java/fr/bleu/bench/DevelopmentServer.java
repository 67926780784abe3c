package fr.bleu.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** {@code ./bleu up --development-storage}, the only way to speak to ours without TLS. */
final class DevelopmentServer implements Server {

    private static final String ACCOUNT = "benchaccount";

    private final Path folder;
    private final Process process;
    private final Endpoint endpoint;

    private DevelopmentServer(Path folder, Process process, Endpoint endpoint) {
        this.folder = folder;
        this.process = process;
        this.endpoint = endpoint;
    }

    static DevelopmentServer start() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("bleu-development-");
        byte[] key = new byte[64];
        new SecureRandom().nextBytes(key);
        int port = Processes.freePort();
        ProcessBuilder builder =
                new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("bleu.home"), "bleu").toString(),
                                "up",
                                "--development-storage",
                                "--data",
                                folder.resolve("data").toString(),
                                "--port",
                                Integer.toString(port)));
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve("c").toString());
        builder.environment()
                .put("AZURITE_ACCOUNTS", ACCOUNT + ":" + Base64.getEncoder().encodeToString(key));
        Path output = folder.resolve("up.out");
        Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        DevelopmentServer server =
                new DevelopmentServer(folder, process, Endpoint.plain(port, ACCOUNT, key));
        return Processes.started(
                server, process, output, () -> Files.readString(output).contains("Bleu is up"));
    }

    @Override
    public String name() {
        return "Bleu, http";
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        Folders.delete(folder);
    }
}
