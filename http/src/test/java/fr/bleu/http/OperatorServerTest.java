package fr.bleu.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator's listener serves its pages, to be read, and nothing else to nobody else. */
final class OperatorServerTest {

    private OperatorServer server;

    @BeforeEach
    void start() throws IOException {
        server = OperatorServer.bind(0);
        server.start(
                Map.of(
                        "/page",
                        accept -> Answer.of(200, "text/plain", "read as " + accept),
                        "/broken",
                        _ -> {
                            throw new IllegalStateException("because of hunter2");
                        }));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String exchange(String address, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral(address), server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private String request(String method, String target, String host) throws IOException {
        return exchange(
                "127.0.0.1",
                method
                        + " "
                        + target
                        + " HTTP/1.1\r\nHost: "
                        + host
                        + "\r\nConnection: close\r\n\r\n");
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.split(" ")[1]);
    }

    @Test
    void aPageIsReadOnBothLoopbackAddressesAndByTheirNames() throws Exception {
        for (String host : List.of("localhost", "127.0.0.1:9", "[::1]:9", "LOCALHOST:80")) {
            String answer = request("GET", "/page", host);
            assertEquals(200, status(answer), host);
            assertTrue(answer.endsWith("\r\n\r\nread as "), answer);
            assertTrue(answer.contains("Cache-Control: no-store"), answer);
        }
        assertEquals(200, status(exchange("::1", "GET /page HTTP/1.0\r\n\r\n")));
        String told =
                exchange(
                        "127.0.0.1",
                        "GET /page HTTP/1.1\r\nHost: localhost\r\nAccept: text/x\r\n"
                                + "Connection: close\r\n\r\n");
        assertTrue(told.endsWith("read as text/x"), told);
    }

    @Test
    void aHeadHasNoContent() throws Exception {
        String answer = request("HEAD", "/page", "localhost");
        assertEquals(200, status(answer));
        assertTrue(answer.endsWith("\r\n\r\n"), answer);
        assertTrue(answer.contains("Content-Length: 8\r\n"), answer);
    }

    @Test
    void everyOtherPathIsMissing() throws Exception {
        for (String path :
                List.of(
                        "/",
                        "/page/",
                        "//page",
                        "/%70age",
                        "/page;a=b",
                        "/page/..",
                        "/PAGE",
                        "/page/x",
                        "/metrics",
                        "/a?b=/page",
                        "/.well-known/openid-configuration")) {
            assertEquals(404, status(request("GET", path, "localhost")), path);
        }
    }

    @Test
    void aPageIsOnlyRead() throws Exception {
        for (String method :
                List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", "LINK")) {
            String answer = request(method, "/page", "localhost");
            assertEquals(405, status(answer), method);
            assertTrue(answer.contains("Allow: GET, HEAD"), answer);
        }
        assertEquals(400, status(request("GET", "/page?name=x", "localhost")));
    }

    /** A browser that a stranger's page sends here names the stranger. */
    @Test
    void anotherNameThanTheLoopbackAddressesIsNotServed() throws Exception {
        for (String host :
                List.of("example.com", "example.com:80", "localhost.example", "10.0.0.1")) {
            assertEquals(421, status(request("GET", "/page", host)), host);
        }
    }

    @Test
    void aPageThatFailsTellsNothingOfWhy() throws Exception {
        String answer = request("GET", "/broken", "localhost");
        assertEquals(500, status(answer));
        assertFalse(answer.contains("hunter2"), answer);
        assertFalse(answer.contains("Exception"), answer);
    }
}
