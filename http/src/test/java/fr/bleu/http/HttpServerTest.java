package fr.bleu.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a server does for clients that verify it. */
class HttpServerTest {
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
                HttpClient client = server.client()) {
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
                HttpClient client = server.client()) {
            var request =
                    HttpRequest.newBuilder(server.local("/acct/c/b"))
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
