package fr.bleu.extents;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A real S3 server that others wrote: Ceph's gateway, started by {@code scripts/cluster/ceph.sh} in
 * a folder of its own, and stopped when the tests end. With {@code -Dbleu.ceph=FOLDER} one that
 * runs already.
 */
final class Ceph {

    private static Path folder;

    private Ceph() {}

    /** Options for a prefix that nobody else uses. */
    static synchronized S3Options options(S3Limits limits) throws IOException {
        if (folder == null) {
            String running = System.getProperty("bleu.ceph");
            folder = running == null ? start() : Path.of(running);
        }
        String port = Files.readString(folder.resolve("port")).strip();
        return new S3Options(
                URI.create("http://127.0.0.1:" + port),
                "us-east-1",
                "bleu",
                "test-" + UUID.randomUUID() + "/",
                folder.resolve("s3-credentials"),
                Optional.empty(),
                limits);
    }

    private static Path start() throws IOException {
        Path parent = Files.createTempDirectory("bleu-ceph");
        Path cluster = parent.resolve("ceph");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(parent)));
        script("start", cluster.toString(), Integer.toString(freePort()));
        return cluster;
    }

    /** S3 stops answering. */
    static void stopGateway() throws IOException {
        script("gateway-stop", folder.toString());
    }

    /** It answers again. */
    static void startGateway() throws IOException {
        script("gateway-start", folder.toString());
    }

    private static void stop(Path parent) {
        try {
            script("stop", parent.resolve("ceph").toString());
            try (var files = Files.walk(parent)) {
                for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        } catch (IOException e) {
            System.err.println("the Ceph cluster of the tests in " + parent + ": " + e);
        }
    }

    private static void script(String... arguments) throws IOException {
        Path home = Path.of(System.getProperty("bleu.home", ".."));
        List<String> command = new ArrayList<>();
        command.add(home.resolve("scripts/cluster/ceph.sh").toString());
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile("bleu-ceph", ".log");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            if (process.waitFor() != 0) {
                throw new IOException(command + " failed: " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.delete(log);
        }
    }

    /** The first of sixty that are, with luck, free. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Math.min(socket.getLocalPort(), 65_000);
        }
    }
}
