package fr.bleu.http;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A process of its own that holds many connections open, each after its handshake: server and
 * clients together would need more open files than one process may have.
 */
public final class IdleClients implements AutoCloseable {
    private static final int PARALLEL = 8;

    private final Process process;

    /** Returns when all connections stand. */
    public IdleClients(Path rootPem, int port, int count) throws Exception {
        process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                IdleClients.class.getName(),
                                rootPem.toString(),
                                Integer.toString(port),
                                Integer.toString(count))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        byte[] said = process.getInputStream().readNBytes(5);
        if (!new String(said, StandardCharsets.US_ASCII).equals("ready")) {
            close();
            throw new IllegalStateException("the clients did not connect");
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the process and with it its connections. */
    @Override
    public void close() throws Exception {
        process.destroyForcibly().waitFor();
    }

    public static void main(String[] arguments) throws Exception {
        SSLContext trust = TestServer.trusting(Files.readString(Path.of(arguments[0])));
        int port = Integer.parseInt(arguments[1]);
        int count = Integer.parseInt(arguments[2]);
        List<SSLSocket> open = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(PARALLEL)) {
            List<Future<SSLSocket>> connecting = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                connecting.add(threads.submit(connect(trust, port)));
            }
            for (Future<SSLSocket> socket : connecting) {
                open.add(socket.get());
            }
        }
        System.out.print("ready");
        System.out.flush();
        // Until the parent ends this process, or has ended itself.
        while (System.in.read() >= 0) {
            continue;
        }
        for (SSLSocket socket : open) {
            socket.close();
        }
    }

    private static Callable<SSLSocket> connect(SSLContext trust, int port) {
        return () -> {
            var socket =
                    (SSLSocket)
                            trust.getSocketFactory()
                                    .createSocket(InetAddress.ofLiteral("127.0.0.1"), port);
            socket.startHandshake();
            return socket;
        };
    }
}
