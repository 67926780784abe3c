package fr.bleu.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.StoreFailedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class HttpServerTest {

    private static HttpClient client(TestServer server) {
        return HttpClient.newBuilder()
                .sslContext(server.trust)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    private static URI local(TestServer server, String target) {
        return URI.create("https://localhost:" + server.port() + target);
    }

    @Test
    void aVerifyingClientReachesAnEndpointOnLocalhostAndBothLoopbackAddresses() throws Exception {
        try (var server =
                        new TestServer(
                                TestServer.blob(
                                        "GET",
                                        "/{container}/{blob...}",
                                        (r, c) ->
                                                Answer.of(
                                                        200,
                                                        "text/plain",
                                                        r.label() + "|" + r.path("blob"))));
                HttpClient client = client(server)) {
            for (String host : new String[] {"localhost", "127.0.0.1", "[::1]"}) {
                var uri = URI.create("https://" + host + ":" + server.port() + "/acct/c/a%2Fb/c");
                var answer =
                        client.send(
                                HttpRequest.newBuilder(uri).build(),
                                HttpResponse.BodyHandlers.ofString());
                assertEquals(200, answer.statusCode());
                assertEquals("acct|a/b/c", answer.body());
                assertEquals("BLOB", answer.headers().firstValue("x-site").orElseThrow());
                assertEquals(
                        36, answer.headers().firstValue("x-ms-request-id").orElseThrow().length());
                assertTrue(answer.headers().firstValue("date").isPresent());
                assertTrue(answer.headers().firstValue("server").isEmpty());
            }
        }
    }

    @Test
    void bodiesStreamBothWaysWhole() throws Exception {
        byte[] content = new byte[5 << 20];
        new Random(7).nextBytes(content);
        try (var server =
                        new TestServer(
                                TestServer.blob(
                                                "PUT",
                                                "/{c}/{b...}",
                                                (r, c) -> {
                                                    byte[] all = r.body().readAllBytes();
                                                    return new Answer(
                                                            201,
                                                            Headers.EMPTY,
                                                            new Answer.Body.Stream(
                                                                    all.length,
                                                                    out -> out.write(all)));
                                                })
                                        .withBodyLimit(10 << 20));
                HttpClient client = client(server)) {
            var request =
                    HttpRequest.newBuilder(local(server, "/acct/c/b"))
                            .PUT(HttpRequest.BodyPublishers.ofByteArray(content))
                            .build();
            for (int i = 0; i < 3; i++) {
                var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
                assertEquals(201, answer.statusCode());
                assertArrayEquals(content, answer.body());
            }
        }
    }

    @Test
    void aHeadIsAnsweredWithTheLengthAndNoContent() throws Exception {
        try (var server =
                new TestServer(
                        TestServer.blob(
                                "HEAD",
                                "/{c}/{b...}",
                                (r, c) ->
                                        new Answer(
                                                200, Headers.EMPTY, new Answer.Body.Head(12345))),
                        TestServer.blob(
                                "HEAD", "/{c}", (r, c) -> Answer.of(200, "text/plain", "four")))) {
            String answer =
                    server.exchange(
                            "HEAD /a/c/b HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                    + "HEAD /a/c HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Connection: close\r\n\r\n");
            assertTrue(answer.contains("Content-Length: 12345\r\n"), answer);
            assertTrue(answer.contains("Content-Length: 4\r\n"), answer);
            assertTrue(answer.endsWith("\r\n\r\n"), answer);
        }
    }

    @Test
    void anInternalErrorIsWordedByTheProtocolAndTellsNothing() throws Exception {
        try (var server =
                new TestServer(
                        TestServer.blob(
                                "GET",
                                "/{c}",
                                (r, c) -> {
                                    throw new IllegalStateException("canary-in-an-exception");
                                }))) {
            String answer =
                    server.exchange(
                            "GET /a/c HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
            assertTrue(answer.endsWith("BLOB InternalError"), answer);
            assertFalse(answer.contains("canary"), answer);
        }
    }

    @Test
    void aRefusalThatCannotBeWordedWithoutTheStoreIsUnavailable() throws Exception {
        try (var server =
                new TestServer(
                        TestServer.blob(
                                "GET",
                                "/{c}",
                                (r, c) -> {
                                    throw new TestProtocol.NotWorded();
                                }))) {
            String answer =
                    server.exchange(
                            "GET /a/c HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
            assertTrue(answer.endsWith("BLOB Unavailable"), answer);
        }
    }

    /** No protocol has to know how a store fails. */
    @Test
    void aStoreThatCannotBeReadIsUnavailable() throws Exception {
        try (var server =
                new TestServer(
                        TestServer.blob(
                                "GET",
                                "/{c}",
                                (r, c) -> {
                                    throw new StoreFailedException("canary", null);
                                }))) {
            String answer =
                    server.exchange(
                            "GET /a/c HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
            assertTrue(answer.endsWith("BLOB Unavailable"), answer);
        }
    }

    /** Else any stranger fills the log with what is nobody's fault but his. */
    @Test
    void onlyInternalErrorsAreLoggedAndWhatIsAwayIsAWarning() throws Exception {
        List<String> logged = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger("fr.bleu.http");
        Handler handler = new Logged(logged);
        logger.addHandler(handler);
        try (var server =
                new TestServer(
                        TestServer.blob(
                                "GET",
                                "/{c}",
                                (r, c) -> {
                                    throw switch (r.path("c")) {
                                        case "bad" -> new TestProtocol.Refusal();
                                        case "away" ->
                                                new StoreFailedException("lost", new IOException());
                                        default -> new IllegalStateException("a fault");
                                    };
                                }))) {
            String end = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            assertTrue(server.exchange("GET /a/bad" + end).startsWith("HTTP/1.1 409 "));
            assertEquals(List.of(), logged);
            assertTrue(server.exchange("GET /a/c" + end).startsWith("HTTP/1.1 500 "));
            assertTrue(server.exchange("GET /a/away" + end).startsWith("HTTP/1.1 503 "));
            assertEquals(List.of("SEVERE", "WARNING"), logged);
        } finally {
            logger.removeHandler(handler);
        }
    }

    /** Keeps the levels of what is logged. */
    private static final class Logged extends Handler {
        private final List<String> levels;

        Logged(List<String> levels) {
            this.levels = levels;
        }

        @Override
        public void publish(LogRecord entry) {
            levels.add(entry.getLevel().getName());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void aFailureInTheMiddleOfAnAnswerBreaksTheConnection() throws Exception {
        try (var server =
                        new TestServer(
                                TestServer.blob(
                                        "GET",
                                        "/{c}",
                                        (r, c) ->
                                                new Answer(
                                                        200,
                                                        Headers.EMPTY,
                                                        new Answer.Body.Stream(
                                                                200_000,
                                                                out -> {
                                                                    out.write(new byte[100_000]);
                                                                    throw new IOException("gone");
                                                                }))));
                HttpClient client = client(server)) {
            assertThrows(
                    IOException.class,
                    () ->
                            client.send(
                                    HttpRequest.newBuilder(local(server, "/a/c")).build(),
                                    HttpResponse.BodyHandlers.ofByteArray()));
        }
    }

    @Test
    void aWriterThatStopsEarlyBreaksTheConnection() throws Exception {
        try (var server =
                        new TestServer(
                                TestServer.blob(
                                        "GET",
                                        "/{c}",
                                        (r, c) ->
                                                new Answer(
                                                        200,
                                                        Headers.EMPTY,
                                                        new Answer.Body.Stream(
                                                                200_000,
                                                                out ->
                                                                        out.write(
                                                                                new byte
                                                                                        [199_999])))));
                HttpClient client = client(server)) {
            assertThrows(
                    IOException.class,
                    () ->
                            client.send(
                                    HttpRequest.newBuilder(local(server, "/a/c")).build(),
                                    HttpResponse.BodyHandlers.ofByteArray()));
        }
    }

    @Test
    void aFailureBeforeTheFirstByteIsStillWorded() throws Exception {
        try (var server =
                new TestServer(
                        TestServer.blob(
                                "GET",
                                "/{c}",
                                (r, c) ->
                                        new Answer(
                                                200,
                                                Headers.EMPTY,
                                                new Answer.Body.Stream(
                                                        10,
                                                        out -> {
                                                            throw new Failure(
                                                                    409, "Late", "too late");
                                                        }))))) {
            String answer =
                    server.exchange(
                            "GET /a/c HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 409 "), answer);
            assertTrue(answer.endsWith("BLOB Late: too late"), answer);
        }
    }

    @Test
    void aHeaderCannotSmuggleALineEnd() throws Exception {
        try (var server =
                new TestServer(
                        TestServer.blob(
                                "GET",
                                "/{c}",
                                (r, c) -> Answer.of(200).with("x-a", "b\r\nSet-Cookie: c=d")))) {
            String answer =
                    server.exchange(
                            "GET /a/c HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
            assertFalse(answer.contains("Set-Cookie"), answer);
        }
    }

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

    @Test
    void anUnknownHostNeverReachesASite() throws Exception {
        try (var server =
                new TestServer(
                        TestServer.blob("GET", "/{c}", (r, c) -> Answer.of(200)),
                        Route.of(
                                Site.VAULT,
                                "GET",
                                "/{c}",
                                TestServer.OPEN,
                                (r, c) -> Answer.of(200, "text/plain", "vault " + r.label())))) {
            for (String host :
                    new String[] {
                        "evil.example",
                        "bleu.localhost",
                        "localhost.evil.example",
                        "blob.core.bleu.localhost",
                        "a.b.blob.core.bleu.localhost",
                        ".blob.core.bleu.localhost",
                        "a.queue.core.bleu.localhost",
                        "xlogin.bleu.localhost",
                        "127.0.0.2"
                    }) {
                String answer = exchange(server, host);
                assertTrue(
                        answer.startsWith("HTTP/1.1 421 ") || answer.startsWith("HTTP/1.1 400 "),
                        host + ": " + answer);
            }
            assertTrue(exchange(server, "V1.Vault.bleu.localhost:1").endsWith("vault v1"));
        }
    }

    private static String exchange(TestServer server, String host) throws IOException {
        return server.exchange(
                "GET /c HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }

    @Test
    void theBaseUrlIsTheOneThatTheClientUsed() throws Exception {
        try (var server =
                new TestServer(
                        TestServer.blob(
                                "GET",
                                "/{c}",
                                (r, c) -> Answer.of(200, "text/plain", r.baseUrl())))) {
            assertTrue(
                    exchange(server, "acct.blob.core.bleu.localhost:8443")
                            .endsWith("https://acct.blob.core.bleu.localhost:8443"));
            assertEquals(
                    "https://acct.blob.core.bleu.localhost",
                    last(exchange(server, "acct.blob.core.bleu.localhost")));
        }
    }

    private static String last(String answer) {
        return new String(
                answer.substring(answer.indexOf("\r\n\r\n") + 4)
                        .getBytes(StandardCharsets.ISO_8859_1),
                StandardCharsets.UTF_8);
    }
}
