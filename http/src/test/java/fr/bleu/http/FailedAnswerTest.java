package fr.bleu.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.StoreFailedException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** What a client, and the log, get of what fails. */
class FailedAnswerTest {
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
                HttpClient client = server.client()) {
            assertThrows(
                    IOException.class,
                    () ->
                            client.send(
                                    HttpRequest.newBuilder(server.local("/a/c")).build(),
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
                HttpClient client = server.client()) {
            assertThrows(
                    IOException.class,
                    () ->
                            client.send(
                                    HttpRequest.newBuilder(server.local("/a/c")).build(),
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
}
