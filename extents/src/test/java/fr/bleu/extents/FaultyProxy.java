package fr.bleu.extents;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Stands between the engine and an S3 server, and does to its connections what networks do. */
final class FaultyProxy implements AutoCloseable {

    /** What happens to a request. */
    enum Kind {
        /** The connection ends after so many bytes of the request. */
        CUT_REQUEST,
        /** The server gets the request; the connection ends after so many bytes of its answer. */
        CUT_ANSWER,
        /** Nothing is passed on and nothing answered. */
        STALL,
        /** The byte at that place of the request is another one. */
        ALTER,
        /** The proxy answers with so high a status itself. */
        ANSWER
    }

    /**
     * Happens to the next requests whose first line has a match.
     *
     * @param number bytes, or the status
     * @param times to how many of them
     */
    record Fault(Kind kind, String requests, int number, int times, String code) {

        Fault(Kind kind, String requests, int number, int times) {
            this(kind, requests, number, times, "InternalError");
        }
    }

    private final URI target;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger happened = new AtomicInteger();
    private volatile Fault fault;
    private volatile boolean down;

    FaultyProxy(URI target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    void arm(Fault next) {
        happened.set(0);
        fault = next;
        left.set(next.times());
    }

    /** How often the fault happened since it was armed. */
    int happened() {
        return happened.get();
    }

    /** Every connection ends at once until the server is up again. */
    void down(boolean now) throws IOException {
        down = now;
        for (Socket each : sockets) {
            each.close();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (down) {
                    client.close();
                } else {
                    threads.execute(() -> serve(client));
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(target.getHost(), target.getPort())) {
            sockets.add(client);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Connection connection = new Connection(client, server);
            threads.execute(connection::answers);
            connection.requests();
        } catch (IOException e) {
            // The fault, or the end of the test.
        } finally {
            sockets.remove(client);
        }
    }

    /** One client's connection. */
    private final class Connection {
        private final Socket client;
        private final Socket server;
        private volatile long answerBytesLeft = Long.MAX_VALUE;
        private Fault current;
        private int position;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void requests() throws IOException {
            byte[] buffer = new byte[8 << 10];
            InputStream in = client.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                begin(buffer, count);
                if (current == null) {
                    server.getOutputStream().write(buffer, 0, count);
                } else if (!happens(current, buffer, count)) {
                    return;
                }
            }
        }

        /** A request begins where a piece begins with its first line. */
        private void begin(byte[] buffer, int count) {
            String head = new String(buffer, 0, Math.min(count, 400), StandardCharsets.ISO_8859_1);
            int end = head.indexOf(" HTTP/1.1\r\n");
            if (end < 0) {
                return;
            }
            current = null;
            position = 0;
            Fault armed = fault;
            boolean meant =
                    armed != null
                            && Pattern.compile(armed.requests())
                                    .matcher(head.substring(0, end))
                                    .find();
            if (meant && left.getAndUpdate(it -> Math.max(0, it - 1)) > 0) {
                current = armed;
                happened.incrementAndGet();
            }
        }

        /** Whether the connection goes on. */
        private boolean happens(Fault fault, byte[] buffer, int count) throws IOException {
            OutputStream out = server.getOutputStream();
            switch (fault.kind()) {
                case CUT_REQUEST -> {
                    int part = Math.min(count, fault.number() - position);
                    out.write(buffer, 0, part);
                    position += part;
                    return position < fault.number();
                }
                case CUT_ANSWER -> {
                    answerBytesLeft = fault.number();
                    out.write(buffer, 0, count);
                }
                case STALL -> {}
                case ALTER -> {
                    int place = fault.number() - position;
                    if (place >= 0 && place < count) {
                        buffer[place] ^= 1;
                    }
                    position += count;
                    out.write(buffer, 0, count);
                }
                case ANSWER -> {
                    String body = "<Error><Code>" + fault.code() + "</Code></Error>";
                    String answer =
                            "HTTP/1.1 %d Fault\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                                    .formatted(fault.number(), body.length(), body);
                    client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    client.shutdownOutput();
                    client.getInputStream().transferTo(OutputStream.nullOutputStream());
                    return false;
                }
            }
            return true;
        }

        void answers() {
            byte[] buffer = new byte[8 << 10];
            try {
                InputStream in = server.getInputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    long left = answerBytesLeft;
                    int part = (int) Math.min(count, left);
                    client.getOutputStream().write(buffer, 0, part);
                    if (left != Long.MAX_VALUE) {
                        answerBytesLeft = left - part;
                    }
                    if (part < count) {
                        break;
                    }
                }
            } catch (IOException e) {
                // As above.
            }
            try {
                client.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        down(true);
        threads.close();
    }
}
