package fr.bleu.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Development storage's listener: plain HTTP, loopback hosts only, Blob only. */
final class DevelopmentServerTest {
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.bind(0, Limits.DEFAULT);
        Route told =
                TestServer.blob(
                        "GET",
                        "/{container}/{blob...}",
                        (request, caller) ->
                                Answer.of(
                                        200,
                                        "text/plain",
                                        String.join(
                                                " ",
                                                request.baseUrl(),
                                                request.label(),
                                                Boolean.toString(request.secondary()),
                                                request.path("container"),
                                                request.path("blob"))));
        server.startDevelopment(new Router(blobOnly(), List.of(told)));
    }

    @AfterEach
    void stop() throws IOException {
        server.stop(Duration.ofSeconds(2));
    }

    private static Map<Site, Protocol> blobOnly() {
        return Map.of(Site.BLOB, TestServer.PROTOCOLS.get(Site.BLOB));
    }

    private String get(String host, String path) throws IOException {
        return exchange("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n");
    }

    private String exchange(String head) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            byte[] answer = socket.getInputStream().readAllBytes();
            return new String(answer, StandardCharsets.ISO_8859_1);
        }
    }

    private String own(String host) {
        return host + ":" + server.port();
    }

    @Test
    void theFirstSegmentIsTheAccount() throws Exception {
        String answer = get(own("127.0.0.1"), "/devstoreaccount1/docs/a/b");
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        String url = "http://" + own("127.0.0.1");
        assertTrue(answer.endsWith(url + " devstoreaccount1 false docs a/b"), answer);
    }

    @Test
    void theSecondaryIsTheAccountsOther() throws Exception {
        String answer = get(own("localhost"), "/devstoreaccount1-secondary/docs/a");
        assertTrue(answer.endsWith(" devstoreaccount1 true docs a"), answer);
    }

    @Test
    void anAccountMayBearAWordThatTheCloudKeepsForItself() throws Exception {
        String answer = get(own("[::1]"), "/login/docs/a");
        assertTrue(answer.endsWith(" login false docs a"), answer);
    }

    @Test
    void everyOtherHostIsRefused() throws Exception {
        int port = server.port();
        List<String> others =
                List.of(
                        "rebound.example:" + port,
                        "rebound.example",
                        "devstoreaccount1.blob.core.bleu.localhost:" + port,
                        "devstoreaccount1.blob.localhost:" + port,
                        "management.bleu.localhost:" + port,
                        "localhost.example:" + port,
                        "localhost.:" + port,
                        "127.0.0.2:" + port,
                        "0.0.0.0:" + port,
                        "localhost",
                        "127.0.0.1:80",
                        "localhost:" + (port == 65_535 ? 1 : port + 1));
        for (String host : others) {
            String answer = get(host, "/devstoreaccount1/docs/a");
            assertTrue(answer.startsWith("HTTP/1.1 400 "), host + ": " + answer);
            assertFalse(answer.contains("docs"), answer);
        }
    }

    @Test
    void aRequestWithoutAHostOrWithTwoIsRefused() throws Exception {
        String line = "GET /devstoreaccount1/docs/a HTTP/1.1\r\nConnection: close\r\n";
        assertTrue(exchange(line).startsWith("HTTP/1.1 400 "));
        String two = line + "Host: rebound.example\r\nHost: " + own("localhost") + "\r\n";
        assertTrue(exchange(two).startsWith("HTTP/1.1 400 "));
        String absolute = line.replace("/dev", "http://rebound.example/dev");
        String answer = exchange(absolute + "Host: " + own("localhost") + "\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    }

    @Test
    void whatNeedsTlsIsNotServed() throws Exception {
        HttpServer other = HttpServer.bind(0, Limits.DEFAULT);
        try {
            Router whole = new Router(TestServer.PROTOCOLS, List.of());
            assertThrows(IllegalArgumentException.class, () -> other.startDevelopment(whole));
        } finally {
            other.stop(Duration.ofSeconds(1));
        }
    }

    @Test
    void theHostOfTheSchemesOwnPortNeedsNoPort() {
        assertEquals("localhost", new DevelopmentHosts(80).hostOf("LocalHost").orElseThrow());
        assertTrue(new DevelopmentHosts(10_000).hostOf("localhost").isEmpty());
    }
}
