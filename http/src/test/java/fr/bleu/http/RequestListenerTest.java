package fr.bleu.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** Every request is told once, whatever became of it. */
final class RequestListenerTest {

    private record Told(Optional<Site> site, int status) {}

    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

    private TestServer server() throws Exception {
        return new TestServer(
                Limits.DEFAULT,
                (site, status, nanos) -> {
                    assertTrue(nanos >= 0);
                    told.add(new Told(site, status));
                },
                TestServer.blob("GET", "/ok", (r, c) -> Answer.of(204)),
                TestServer.blob(
                        "GET",
                        "/no",
                        (r, c) -> {
                            throw new Failure(409, "Conflict", "no");
                        }),
                TestServer.blob(
                        "GET",
                        "/broken",
                        (r, c) -> {
                            throw new IllegalStateException();
                        }),
                TestServer.blob(
                        "GET",
                        "/short",
                        (r, c) ->
                                new Answer(
                                        200,
                                        Headers.EMPTY,
                                        new Answer.Body.Stream(9, out -> out.write(1)))));
    }

    private Told next() throws InterruptedException {
        return told.poll(20, TimeUnit.SECONDS);
    }

    private static String get(String path, String host) {
        return "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
    }

    @Test
    void whatEndpointsAnswerIsTold() throws Exception {
        try (TestServer server = server()) {
            for (var expected :
                    List.of(
                            List.of("/a/ok", 204),
                            List.of("/a/no", 409),
                            List.of("/a/broken", 500),
                            List.of("/a/missing", 404))) {
                server.exchange(get((String) expected.get(0), "localhost"));
                assertEquals(new Told(Optional.of(Site.BLOB), (int) expected.get(1)), next());
            }
        }
        assertTrue(told.isEmpty(), told.toString());
    }

    @Test
    void whatBelongsToNoSiteIsToldToo() throws Exception {
        try (TestServer server = server()) {
            server.exchange(get("/a/ok", "example.com"));
            // TLS's certificate is not for that name, so Jetty does not ask the dispatcher.
            assertEquals(new Told(Optional.empty(), 400), next());
            server.exchange(get("/a/ok", "a.b.blob.core.bleu.localhost"));
            assertEquals(Optional.empty(), next().site());
            server.exchange("GET /a/ok HTTP/1.0\r\nHost: localhost\r\n\r\n");
            assertEquals(505, next().status());
        }
        assertTrue(told.isEmpty(), told.toString());
    }

    /** What Jetty refuses never reaches the dispatcher. */
    @Test
    void aMalformedRequestIsTold() throws Exception {
        try (TestServer server = server()) {
            server.exchange("GET /a/ok HTTP/1.1\r\nHost: localhost\r\nA: b\r\n c\r\n\r\n");
            assertEquals(new Told(Optional.of(Site.BLOB), 400), next());
        }
        assertTrue(told.isEmpty(), told.toString());
    }

    @Test
    void anAnswerThatIsNotSentToItsEndIsAborted() throws Exception {
        try (TestServer server = server()) {
            server.exchange(get("/a/short", "localhost"));
            assertEquals(new Told(Optional.of(Site.BLOB), RequestListener.ABORTED), next());
        }
        assertTrue(told.isEmpty(), told.toString());
    }

    @Test
    void whatIsUnderWayIsCounted() throws Exception {
        var begun = new java.util.concurrent.CountDownLatch(1);
        var release = new java.util.concurrent.CountDownLatch(1);
        try (TestServer server =
                        new TestServer(
                                TestServer.blob(
                                        "GET",
                                        "/{c}",
                                        (r, c) -> {
                                            begun.countDown();
                                            release.await();
                                            return Answer.of(204);
                                        }));
                SSLSocket socket = server.connect();
                SSLSocket idle = server.connect()) {
            TestServer.send(socket, get("/a/c", "localhost"));
            begun.await();
            assertEquals(1, server.server.requests());
            release.countDown();
            TestServer.readAll(socket);
            while (server.server.requests() > 0) {
                Thread.sleep(5);
            }
            assertTrue(idle.isConnected());
        }
    }
}
