package fr.bleu.http;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Requests under way when the server stops, or has as many as it takes. */
class StoppingTest {
    @Test
    void stoppingLetsTheRequestUnderWayFinishAndTakesNoOther() throws Exception {
        var begun = new CountDownLatch(1);
        var server =
                new TestServer(
                        TestServer.blob(
                                "GET",
                                "/{c}",
                                (r, c) -> {
                                    begun.countDown();
                                    Thread.sleep(700);
                                    return Answer.of(200, "text/plain", "finished");
                                }));
        try (var socket = server.connect()) {
            TestServer.send(socket, "GET /a/c HTTP/1.1\r\nHost: localhost\r\n\r\n");
            begun.await();
            Thread stopping =
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    server.server.stop(Duration.ofSeconds(10));
                                } catch (IOException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            String answer = TestServer.readAll(socket);
            stopping.join();
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            assertTrue(answer.endsWith("finished"), answer);
            assertThrows(IOException.class, server::connect);
        }
    }

    @Test
    void stoppingBreaksOffWhatIsOverItsGrace() throws Exception {
        var begun = new CountDownLatch(1);
        var server =
                new TestServer(
                        TestServer.blob(
                                "GET",
                                "/{c}",
                                (r, c) -> {
                                    begun.countDown();
                                    Thread.sleep(60_000);
                                    return Answer.of(200);
                                }));
        try (var socket = server.connect()) {
            TestServer.send(socket, "GET /a/c HTTP/1.1\r\nHost: localhost\r\n\r\n");
            begun.await();
            long from = System.nanoTime();
            server.server.stop(Duration.ofMillis(300));
            assertTrue(System.nanoTime() - from < 10_000_000_000L);
        }
    }

    @Test
    void moreRequestsAtOnceThanTheLimitAreTurnedAway() throws Exception {
        var begun = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var limits =
                new Limits(16 * 1024, Duration.ofSeconds(20), Duration.ofMinutes(1), 0, 100, 1);
        try (var server =
                        new TestServer(
                                limits,
                                TestServer.blob(
                                        "GET",
                                        "/{c}",
                                        (r, c) -> {
                                            begun.countDown();
                                            release.await();
                                            return Answer.of(200);
                                        }));
                var first = server.connect()) {
            TestServer.send(
                    first, "GET /a/c HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            begun.await();
            String second =
                    server.exchange(
                            "GET /a/c HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertTrue(second.startsWith("HTTP/1.1 503 "), second);
            assertTrue(second.contains("BLOB ServerBusy"), second);
            release.countDown();
            assertTrue(TestServer.readAll(first).startsWith("HTTP/1.1 200 "));
        }
    }
}
