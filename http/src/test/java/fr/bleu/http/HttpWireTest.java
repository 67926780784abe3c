package fr.bleu.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** What goes over the wire byte by byte, where clients and attackers differ from libraries. */
class HttpWireTest {
    private static final String LAST = "Connection: close\r\n\r\n";

    private static Route refusing() {
        return TestServer.blob(
                "PUT",
                "/{c}/{b...}",
                (r, c) -> {
                    throw new Failure(412, "ConditionNotMet", "no");
                });
    }

    private static Route reading() {
        return TestServer.blob(
                        "PUT",
                        "/{c}/{b...}",
                        (r, c) ->
                                Answer.of(
                                        201,
                                        "text/plain",
                                        "read " + r.body().readAllBytes().length))
                .withBodyLimit(1000);
    }

    private static String put(String path, String... headers) {
        return "PUT "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\n"
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n");
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }

    @Test
    void aClientThatExpectsContinueIsToldToOnlyWhenItsBodyIsRead() throws Exception {
        try (var server = new TestServer(reading());
                SSLSocket socket = server.connect()) {
            TestServer.send(
                    socket,
                    put("/a/c/b", "Content-Length: 4", "Expect: 100-continue", "Connection: close")
                            + "\r\n");
            assertTrue(TestServer.readHead(socket).startsWith("HTTP/1.1 100 "));
            TestServer.send(socket, "four");
            String answer = TestServer.readAll(socket);
            assertTrue(answer.startsWith("HTTP/1.1 201 "), answer);
            assertTrue(answer.endsWith("read 4"), answer);
        }
    }

    @Test
    void anEarlyRefusalSendsNoContinueAndClosesWithoutReadingTheBody() throws Exception {
        var reached = new AtomicInteger();
        try (var server =
                        new TestServer(
                                refusing(),
                                TestServer.blob(
                                        "GET",
                                        "/{c}",
                                        (r, c) -> {
                                            reached.incrementAndGet();
                                            return Answer.of(200);
                                        }));
                SSLSocket socket = server.connect()) {
            String smuggled = "GET /a/c HTTP/1.1\r\nHost: localhost\r\n\r\n";
            TestServer.send(
                    socket,
                    put("/a/c/b", "Content-Length: " + smuggled.length(), "Expect: 100-continue")
                            + "\r\n");
            String head = TestServer.readHead(socket);
            assertTrue(head.startsWith("HTTP/1.1 412 "), head);
            assertTrue(head.contains("Connection: close"), head);
            try {
                TestServer.send(socket, smuggled);
                String rest = TestServer.readAll(socket);
                assertFalse(rest.contains("HTTP/1.1"), rest);
            } catch (IOException e) {
                // A reset is as good an end.
            }
            assertEquals(0, reached.get());
        }
    }

    @Test
    void aRefusedBodyIsReadAwaySoThatTheAnswerArrivesAndTheConnectionLives() throws Exception {
        try (var server =
                        new TestServer(
                                refusing(),
                                TestServer.blob("GET", "/{c}", (r, c) -> Answer.of(204)));
                SSLSocket socket = server.connect()) {
            String body = "GET /a/c HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(20_000);
            TestServer.send(socket, put("/a/c/b", "Content-Length: " + body.length()) + "\r\n");
            TestServer.send(socket, body);
            TestServer.send(socket, "GET /a/c HTTP/1.1\r\nHost: localhost\r\n" + LAST);
            String answers = TestServer.readAll(socket);
            assertTrue(answers.startsWith("HTTP/1.1 412 "), answers);
            assertEquals(2, count(answers, "HTTP/1.1 "), answers);
            assertEquals(1, count(answers, "HTTP/1.1 204"), answers);
        }
    }

    @Test
    void twoReadingsOfOneRequestAreRefused() throws Exception {
        try (var server =
                new TestServer(
                        reading(), TestServer.blob("GET", "/{c}", (r, c) -> Answer.of(200)))) {
            String chunked = "Transfer-Encoding: chunked";
            for (String headers :
                    List.of(
                            "Content-Length: 4\r\n" + chunked,
                            "Content-Length: 4\r\nContent-Length: 5",
                            "Content-Length: 4, 5",
                            "Content-Length: +4",
                            "Content-Length: 4\r\nContent-Length : 4",
                            "Transfer-Encoding : chunked",
                            "Transfer-Encoding: chunked, identity",
                            "Transfer-Encoding: xchunked",
                            "X: y\r\n folded: z",
                            "Host: other",
                            "X:\0y")) {
                String answer =
                        server.exchange(
                                put("/a/c/b", headers)
                                        + "\r\n0\r\n\r\nGET /a/c HTTP/1.1\r\nHost: localhost\r\n"
                                        + LAST);
                assertTrue(
                        answer.startsWith("HTTP/1.1 400 ") || answer.startsWith("HTTP/1.1 501 "),
                        headers + " -> " + answer);
                assertEquals(1, count(answer, "HTTP/1.1 "), headers + " -> " + answer);
            }
        }
    }

    @Test
    void bareLineFeedsAreRefused() throws Exception {
        try (var server =
                new TestServer(TestServer.blob("GET", "/{c}", (r, c) -> Answer.of(200)))) {
            String answer =
                    server.exchange("GET /a/c HTTP/1.1\nHost: localhost\nConnection: close\n\n");
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        }
    }

    @Test
    void aTruncatedBodyNeverLooksWhole() throws Exception {
        var outcomes = new CopyOnWriteArrayList<String>();
        Route route =
                TestServer.blob(
                        "PUT",
                        "/{c}/{b...}",
                        (r, c) -> {
                            try {
                                outcomes.add("whole " + r.body().readAllBytes().length);
                            } catch (IOException e) {
                                outcomes.add("broken");
                                throw e;
                            }
                            return Answer.of(201);
                        });
        try (var server = new TestServer(route)) {
            for (String framing : List.of("Content-Length: 100", "Transfer-Encoding: chunked")) {
                try (SSLSocket socket = server.connect()) {
                    TestServer.send(socket, put("/a/c/b", framing) + "\r\n5\r\nhello\r\n");
                    socket.shutdownOutput();
                    String answer = TestServer.readAll(socket);
                    assertFalse(answer.startsWith("HTTP/1.1 201"), answer);
                } catch (IOException e) {
                    // The server may as well break the connection.
                }
            }
            server.server.stop(Duration.ofSeconds(5));
            assertEquals(List.of("broken", "broken"), outcomes);
        }
    }

    @Test
    void aBodyOverTheRoutesLimitIsRefusedDeclaredOrChunked() throws Exception {
        try (var server = new TestServer(reading())) {
            String declared =
                    server.exchange(
                            put("/a/c/b", "Content-Length: 1001", "Connection: close")
                                    + "\r\n"
                                    + "x".repeat(1001));
            assertTrue(declared.startsWith("HTTP/1.1 413 "), declared);
            assertTrue(declared.contains("RequestBodyTooLarge"), declared);
            String chunked =
                    server.exchange(
                            put("/a/c/b", "Transfer-Encoding: chunked", "Connection: close")
                                    + "\r\n3e9\r\n"
                                    + "x".repeat(1001)
                                    + "\r\n0\r\n\r\n");
            assertTrue(chunked.startsWith("HTTP/1.1 413 "), chunked);
            String fits =
                    server.exchange(
                            put("/a/c/b", "Transfer-Encoding: chunked", "Connection: close")
                                    + "\r\n3e8\r\n"
                                    + "x".repeat(1000)
                                    + "\r\n0\r\n\r\n");
            assertTrue(fits.endsWith("read 1000"), fits);
        }
    }

    /** Whoever looks up whose it is reads the store, and strangers can send this without end. */
    @Test
    void aMalformedRequestIsForNobodysAccount() throws Exception {
        try (var server =
                new TestServer(TestServer.blob("GET", "/{c}", (r, c) -> Answer.of(200)))) {
            String head = "GET /acct/c HTTP/1.1\r\nHost: localhost\r\n";
            String malformed = server.exchange(head + "Content-Length: x\r\n" + LAST);
            assertTrue(malformed.startsWith("HTTP/1.1 400 "), malformed);
            assertTrue(malformed.contains("BLOB InvalidInput"), malformed);
            assertTrue(malformed.contains("x-asked-for: ''\r\n"), malformed);
            String refused = server.exchange("PUT" + head.substring(3) + LAST);
            assertTrue(refused.contains("x-asked-for: 'acct'\r\n"), refused);
        }
    }

    @Test
    void tooLargeHeadersGetTheProtocolsOwnError() throws Exception {
        try (var server =
                new TestServer(TestServer.blob("GET", "/{c}", (r, c) -> Answer.of(200)))) {
            String get = "GET /acct/c HTTP/1.1\r\nHost: localhost\r\n";
            String small = server.exchange(get + "x: " + "y".repeat(12_000) + "\r\n" + LAST);
            assertTrue(small.startsWith("HTTP/1.1 200 "), small);
            String large = server.exchange(get + "x: " + "y".repeat(30_000) + "\r\n" + LAST);
            assertTrue(large.startsWith("HTTP/1.1 431 "), large);
            assertTrue(large.contains("x-ms-request-id: "), large);
            assertTrue(large.contains("BLOB InvalidInput"), large);
            String url =
                    server.exchange(
                            "GET /acct/"
                                    + "u".repeat(30_000)
                                    + " HTTP/1.1\r\nHost: localhost\r\n"
                                    + LAST);
            assertTrue(url.startsWith("HTTP/1.1 414 "), url);
        }
    }

    /** What a HEAD is answered with must not be followed by what reads like the next answer. */
    @Test
    void aRefusedTargetEndsTheConnection() throws Exception {
        Route any = TestServer.blob("HEAD", "/{c}", (r, c) -> Answer.of(200, "text/plain", "yes"));
        try (var server = new TestServer(any)) {
            for (String target : new String[] {"/acct/c%", "/acct/%zz", "/acct/%00"}) {
                String head = "HEAD " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
                String answers = server.exchange(head + head);
                assertTrue(answers.startsWith("HTTP/1.1 400 "), answers);
                assertTrue(answers.contains("\r\nConnection: close\r\n"), answers);
                assertEquals(answers.indexOf("HTTP/1.1"), answers.lastIndexOf("HTTP/1.1"), answers);
            }
        }
    }

    @Test
    void pathsStayRawUntilTheRouterSplitsThem() throws Exception {
        Route echo =
                TestServer.blob(
                        "GET",
                        "/{c}/{b...}",
                        (r, c) ->
                                Answer.of(
                                        200,
                                        "text/plain",
                                        r.path("c") + "|" + r.path("b") + "|" + r.rawPath()));
        try (var server = new TestServer(echo)) {
            assertEquals("c|a/b|/acct/c/a%2Fb", body(get(server, "/acct/c/a%2Fb")));
            assertEquals("c|../x|/acct/c/../x", body(get(server, "/acct/c/../x")));
            assertEquals(
                    "c|../../x|/acct/c/%2e%2e%2f../x", body(get(server, "/acct/c/%2e%2e%2f../x")));
            assertEquals("c|/b//|/acct/c//b//", body(get(server, "/acct/c//b//")));
            assertEquals("c|b;v=1|/acct/c/b;v=1", body(get(server, "/acct/c/b;v=1")));
            assertEquals("c|a+b|/acct/c/a+b", body(get(server, "/acct/c/a+b")));
            assertEquals("c|a%b|/acct/c/a%25b", body(get(server, "/acct/c/a%25b")));
            assertEquals("c|a?b#|/acct/c/a%3Fb%23", body(get(server, "/acct/c/a%3Fb%23")));
            for (String bad :
                    List.of(
                            "/acct/c/%00",
                            "/acct/c/a%00b",
                            "/acct/c/%zz",
                            "/acct/c/%2",
                            "/acct/c/%",
                            "/acct/c/%ff",
                            "/acct/c/%c0%ae",
                            "/acct/c/%ed%a0%80",
                            "/acct/c/%u0041",
                            "/acct/c/x?a=%ff")) {
                String answer = get(server, bad);
                assertTrue(answer.startsWith("HTTP/1.1 400 "), bad + " -> " + answer);
                assertTrue(answer.contains("BLOB Inv"), bad + " -> " + answer);
            }
        }
    }

    @Test
    void everyLegalUnicodeCharacterSurvivesInAPath() throws Exception {
        Route echo =
                TestServer.blob(
                        "GET", "/{c}/{b...}", (r, c) -> Answer.of(200, "text/plain", r.path("b")));
        try (var server = new TestServer(echo);
                SSLSocket socket = server.connect()) {
            int step = Boolean.getBoolean("bleu.all") ? 1 : 13;
            StringBuilder name = new StringBuilder();
            for (int c = 1; c <= Character.MAX_CODE_POINT; c += c < 0x3000 ? 1 : step) {
                if (c >= 0xD800 && c <= 0xDFFF) {
                    continue;
                }
                name.appendCodePoint(c);
                if (name.length() >= 1000) {
                    roundTrip(socket, name.toString());
                    name.setLength(0);
                }
            }
            roundTrip(socket, name.append("end").toString());
        }
    }

    private static void roundTrip(SSLSocket socket, String name) throws IOException {
        TestServer.send(
                socket,
                "GET /acct/c/" + Percent.encode(name) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        String head = TestServer.readHead(socket);
        assertTrue(head.startsWith("HTTP/1.1 200 "), head);
        var length = java.util.regex.Pattern.compile("Content-Length: (\\d+)").matcher(head);
        assertTrue(length.find(), head);
        byte[] body = socket.getInputStream().readNBytes(Integer.parseInt(length.group(1)));
        assertEquals(name, new String(body, StandardCharsets.UTF_8));
    }

    @Test
    void aConnectionThatSendsNoRequestInTimeIsClosedEvenIfItDribbles() throws Exception {
        var limits =
                new Limits(16 * 1024, Duration.ofMillis(800), Duration.ofMinutes(1), 0, 100, 100);
        try (var server =
                        new TestServer(
                                limits, TestServer.blob("GET", "/{c}", (r, c) -> Answer.of(200)));
                SSLSocket socket = server.connect()) {
            long from = System.nanoTime();
            long until = from + 10_000_000_000L;
            boolean closed = false;
            TestServer.send(socket, "GET /a/c HTTP/1.1\r\nHost: localhost\r\nx: ");
            while (!closed && System.nanoTime() < until) {
                try {
                    TestServer.send(socket, "y");
                    Thread.sleep(100);
                } catch (IOException e) {
                    closed = true;
                }
            }
            assertTrue(closed, "still open");
        }
    }

    @Test
    void aRequestThatTakesTooLongAltogetherIsBrokenOff() throws Exception {
        var limits =
                new Limits(16 * 1024, Duration.ofSeconds(2), Duration.ofMillis(1500), 0, 100, 100);
        try (var server = new TestServer(limits, reading());
                SSLSocket socket = server.connect()) {
            TestServer.send(socket, put("/a/c/b", "Content-Length: 900") + "\r\n");
            boolean closed = false;
            for (int i = 0; i < 100 && !closed; i++) {
                try {
                    TestServer.send(socket, "y");
                    Thread.sleep(100);
                } catch (IOException e) {
                    closed = true;
                }
            }
            assertTrue(closed, "still open");
        }
    }

    @Test
    void aSilentClientGetsATimeoutInTheMiddleOfItsBody() throws Exception {
        var limits =
                new Limits(16 * 1024, Duration.ofMillis(700), Duration.ofMinutes(1), 0, 100, 100);
        try (var server = new TestServer(limits, reading());
                SSLSocket socket = server.connect()) {
            TestServer.send(socket, put("/a/c/b", "Content-Length: 900") + "\r\nsome");
            String answer = TestServer.readAll(socket);
            assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 408 "), answer);
        }
    }

    @Test
    void aBodyThatComesTooSlowlyIsRefused() throws Exception {
        // Each byte takes a second of this clock.
        var nanos = new java.util.concurrent.atomic.AtomicLong();
        var slow =
                new java.io.InputStream() {
                    @Override
                    public int read() {
                        nanos.addAndGet(1_000_000_000L);
                        return 'y';
                    }

                    @Override
                    public int read(byte[] buffer, int offset, int length) {
                        if (length == 0) {
                            return 0;
                        }
                        buffer[offset] = (byte) read();
                        return 1;
                    }
                };
        var fast = new BodyStream(slow, 1000, 1, nanos::get, Site.BLOB);
        assertEquals(100, fast.readNBytes(100).length);
        var body = new BodyStream(slow, 1000, 2, nanos::get, Site.BLOB);
        assertThrows(IOException.class, () -> body.readNBytes(100));
        assertEquals(408, body.failure().status());
    }

    @Test
    void onlyHttp11IsSpoken() throws Exception {
        try (var server =
                new TestServer(TestServer.blob("GET", "/{c}", (r, c) -> Answer.of(200)))) {
            String old = server.exchange("GET /a/c HTTP/1.0\r\nHost: localhost\r\n\r\n");
            assertTrue(old.startsWith("HTTP/1.1 505 "), old);
            String two = server.exchange("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            assertFalse(two.contains(" 200 "), two);
        }
    }

    private static String get(TestServer server, String target) throws IOException {
        return server.exchange("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + LAST);
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
}
