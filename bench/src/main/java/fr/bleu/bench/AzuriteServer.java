package fr.bleu.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Azurite's Blob service from npm, over TLS with a certificate of its own, on disk, its access log
 * and telemetry off.
 */
final class AzuriteServer implements Server {

    private static final String ACCOUNT = "benchaccount";

    private final Path folder;
    private final Process process;
    private final Endpoint endpoint;

    private AzuriteServer(Path folder, Process process, Endpoint endpoint) {
        this.folder = folder;
        this.process = process;
        this.endpoint = endpoint;
    }

    /**
     * Starts it.
     *
     * @param modules the folder with the installed package, {@code node_modules}
     */
    static AzuriteServer start(Path modules) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("bleu-azurite-");
        Path certificate = folder.resolve("certificate.pem");
        Path certificateKey = folder.resolve("key.pem");
        makeCertificate(certificate, certificateKey);
        byte[] key = new byte[64];
        new SecureRandom().nextBytes(key);
        int port = Processes.freePort();
        ProcessBuilder builder =
                new ProcessBuilder(
                        "node",
                        modules.resolve("azurite/dist/src/blob/main.js").toString(),
                        "--blobHost",
                        "127.0.0.1",
                        "--blobPort",
                        Integer.toString(port),
                        "--location",
                        folder.resolve("data").toString(),
                        "--cert",
                        certificate.toString(),
                        "--key",
                        certificateKey.toString(),
                        "--silent",
                        "--disableTelemetry");
        builder.environment()
                .put("AZURITE_ACCOUNTS", ACCOUNT + ":" + Base64.getEncoder().encodeToString(key));
        Path output = folder.resolve("azurite.out");
        Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        AzuriteServer server =
                new AzuriteServer(
                        folder, process, Endpoint.trusting(certificate, port, ACCOUNT, key));
        return Processes.started(server, process, output, server.endpoint::listens);
    }

    private static void makeCertificate(Path certificate, Path key)
            throws IOException, InterruptedException {
        Processes.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString());
    }

    @Override
    public String name() {
        return "Azurite";
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
