package fr.bleu.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** A server that is to end fails nobody who keeps to HTTP. */
final class DrainTest {

    private static final String GET = "GET /a/c HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final int CLIENTS = 8;

    private static TestServer server(Endpoint endpoint) throws Exception {
        return new TestServer(
                TestServer.blob("GET", "/{c}", endpoint), TestServer.blob("PUT", "/{c}", endpoint));
    }

    private static Thread stopping(TestServer server, Duration grace) {
        return Thread.startVirtualThread(
                () -> {
                    try {
                        server.server.stop(grace);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    @Test
    void aDrainingServerServesOnAndEndsEachConnectionWithItsAnswer() throws Exception {
        try (TestServer server = server((r, c) -> Answer.of(204))) {
            SSLSocket old = server.connect();
            TestServer.send(old, GET);
            assertFalse(TestServer.readHead(old).contains("Connection: close"));
            server.server.drain();
            TestServer.send(old, GET);
            String last = TestServer.readAll(old);
            assertTrue(last.startsWith("HTTP/1.1 204 "), last);
            assertTrue(last.contains("Connection: close"), last);
            String fresh = server.exchange(GET);
            assertTrue(fresh.startsWith("HTTP/1.1 204 "), fresh);
            assertTrue(fresh.contains("Connection: close"), fresh);
        }
    }

    /** Refusals end their connections, too, in their protocol's words. */
    @Test
    void aRefusalOfADrainingServerEndsItsConnection() throws Exception {
        Endpoint failing =
                (r, c) -> {
                    throw new Failure(409, "Conflict", "no");
                };
        try (TestServer server = server(failing)) {
            server.server.drain();
            String answer = server.exchange(GET);
            assertTrue(answer.startsWith("HTTP/1.1 409 "), answer);
            assertTrue(answer.contains("Connection: close"), answer);
        }
    }

    @Test
    void anUploadThatPausesIsTakenToItsEnd() throws Exception {
        try (TestServer server =
                server(
                        (r, c) ->
                                Answer.of(
                                        200, "text/plain", r.body().readAllBytes().length + ""))) {
            try (SSLSocket socket = server.connect()) {
                TestServer.send(
                        socket,
                        "PUT /a/c HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n01234");
                Thread.sleep(100);
                Thread stopping = stopping(server, Duration.ofSeconds(20));
                // Longer than any pause that Jetty would allow by itself.
                Thread.sleep(2_500);
                TestServer.send(socket, "56789");
                String answer = TestServer.readAll(socket);
                assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
                assertTrue(answer.endsWith("10"), answer);
                stopping.join();
            }
        }
    }

    /** What comes on an open connection while others finish is answered, not refused. */
    @Test
    void aConnectionThatIsOpenIsServedUntilItIsSilent() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Endpoint waiting =
                (r, c) -> {
                    if (r.method().equals("PUT")) {
                        begun.countDown();
                        release.await();
                    }
                    return Answer.of(204);
                };
        try (TestServer server = server(waiting);
                SSLSocket busy = server.connect();
                SSLSocket other = server.connect()) {
            TestServer.send(
                    busy, "PUT /a/c HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
            begun.await();
            TestServer.send(other, GET);
            assertTrue(TestServer.readHead(other).startsWith("HTTP/1.1 204 "));
            Thread stopping = stopping(server, Duration.ofSeconds(20));
            awaitRefused(server);
            TestServer.send(other, GET);
            assertTrue(TestServer.readAll(other).startsWith("HTTP/1.1 204 "));
            release.countDown();
            assertTrue(TestServer.readAll(busy).startsWith("HTTP/1.1 204 "));
            stopping.join();
        }
    }

    private static void awaitRefused(TestServer server) throws Exception {
        while (true) {
            try {
                server.connect().close();
                Thread.sleep(5);
            } catch (IOException e) {
                return;
            }
        }
    }

    /** Clients that say nothing keep no server from ending. */
    @Test
    void silentConnectionsKeepNoServerFromEnding() throws Exception {
        TestServer server = server((r, c) -> Answer.of(204));
        try (SSLSocket silent = server.connect();
                var mute = new java.net.Socket("127.0.0.1", server.port())) {
            Thread.sleep(500);
            Thread stopping = stopping(server, Duration.ofMinutes(5));
            assertEquals(-1, silent.getInputStream().read());
            assertTrue(stopping.join(Duration.ofMinutes(2)));
            assertEquals(-1, mute.getInputStream().read());
        }
    }

    @Test
    void manyClientsUnderLoadSeeNoFailure() throws Exception {
        stopUnderLoad(
                (server, answered) -> {
                    server.drain();
                    int before = answered.get();
                    Thread.sleep(300);
                    assertTrue(answered.get() > before, "nothing was served while it drained");
                });
    }

    @Test
    void neitherDoTheyWithoutTimeToDrain() throws Exception {
        stopUnderLoad((server, answered) -> {});
    }

    /** What comes before the stop. */
    private interface Before {
        void run(HttpServer server, AtomicInteger answered) throws Exception;
    }

    private static void stopUnderLoad(Before before) throws Exception {
        AtomicInteger answered = new AtomicInteger();
        TestServer server =
                server(
                        (r, c) -> {
                            Thread.sleep(3);
                            return Answer.of(200, "text/plain", "whole");
                        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Callable<Void> client =
                        () -> {
                            untilRefused(server, answered);
                            return null;
                        };
                clients.add(threads.submit(client));
            }
            while (answered.get() < 50) {
                Thread.sleep(5);
            }
            before.run(server.server, answered);
            server.server.stop(Duration.ofSeconds(30));
            for (Future<Void> client : clients) {
                client.get(30, TimeUnit.SECONDS);
            }
        }
        assertThrows(ConnectException.class, server::connect);
    }

    /** As a client does: keeps its connection until it is told, then makes another one. */
    private static void untilRefused(TestServer server, AtomicInteger answered) throws IOException {
        while (true) {
            SSLSocket socket;
            try {
                socket = server.connect();
            } catch (IOException refused) {
                return;
            }
            try (socket) {
                boolean last = false;
                while (!last) {
                    TestServer.send(socket, GET);
                    String head = TestServer.readHead(socket);
                    String body =
                            new String(
                                    socket.getInputStream().readNBytes(5),
                                    StandardCharsets.ISO_8859_1);
                    if (!head.startsWith("HTTP/1.1 200 ") || !body.equals("whole")) {
                        throw new AssertionError(head + body);
                    }
                    answered.incrementAndGet();
                    last = head.contains("Connection: close");
                }
            }
        }
    }
}
