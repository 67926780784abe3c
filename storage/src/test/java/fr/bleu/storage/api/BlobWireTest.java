package fr.bleu.storage.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Domains;
import fr.bleu.http.HttpServer;
import fr.bleu.http.Limits;
import fr.bleu.http.ca.Pem;
import fr.bleu.http.ca.PlatformCa;
import fr.bleu.storage.World;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only shows on a real connection: bodies that end early, lengths that lie, large headers. */
class BlobWireTest {
    /** Kept, so that its level is; Jetty tells every start and stop. */
    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

    static {
        JETTY.setLevel(Level.WARNING);
    }

    private World world;
    private HttpServer server;
    private SSLContext trust;

    @BeforeEach
    void open() throws Exception {
        world = new World();
        world.send("PUT", "/con?restype=container");
        server = HttpServer.bind(0, Limits.DEFAULT);
        Domains domains = Domains.at(server.port());
        SecureRandom random = new SecureRandom();
        InstantSource now = InstantSource.system();
        PlatformCa.Created created = PlatformCa.create(domains, now, random);
        PlatformCa ca =
                PlatformCa.load(
                        domains,
                        created.rootCertPem(),
                        created.issuerCertPem(),
                        created.issuerPrivateKey(),
                        now);
        trust = trusting(created.rootCertPem());
        server.start(domains, world.router, ca.issueServerCertificate(now, random));
    }

    @AfterEach
    void close() throws Exception {
        server.stop(Duration.ofSeconds(2));
        world.close();
    }

    private static SSLContext trusting(String rootPem) throws Exception {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("root", Pem.certificate(rootPem));
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private SSLSocket connect() throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        trust.getSocketFactory()
                                .createSocket(InetAddress.ofLiteral("127.0.0.1"), server.port());
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        return socket;
    }

    private static void send(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static String readAll(SSLSocket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** A request's head; the account stands in the path. */
    private static String head(String method, String target, String... headers) {
        return method
                + " /acct"
                + target
                + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer owner\r\n"
                + "x-ms-version: 2024-11-04\r\nx-ms-blob-type: BlockBlob\r\n"
                + String.join("\r\n", headers)
                + (headers.length > 0 ? "\r\n" : "")
                + "\r\n";
    }

    private String exchange(String request) throws IOException {
        try (SSLSocket socket = connect()) {
            send(socket, request);
            return readAll(socket);
        }
    }

    private String get(String target) throws IOException {
        return exchange(head("GET", target, "Connection: close"));
    }

    @Test
    void aBodyThatEndsEarlyIsNoBlobAndNoBlock() throws Exception {
        for (String target :
                List.of(
                        "/con/short",
                        "/con/short?comp=block&blockid=AAAA",
                        "/con/short?comp=blocklist")) {
            for (int declared : new int[] {1_000, 100_000}) {
                try (SSLSocket socket = connect()) {
                    send(socket, head("PUT", target, "Content-Length: " + declared));
                    send(socket, "x".repeat(500));
                    socket.shutdownOutput();
                    String answer = readAll(socket);
                    assertFalse(answer.contains("HTTP/1.1 201"), answer);
                    assertFalse(answer.contains("HTTP/1.1 500"), answer);
                }
            }
        }
        assertTrue(get("/con/short").startsWith("HTTP/1.1 404 "));
        String blocks = get("/con/short?comp=blocklist&blocklisttype=all");
        assertTrue(blocks.contains("BlobNotFound"), blocks);
    }

    @Test
    void lengthsBeyondTheLimitAreRefusedUnread() throws Exception {
        for (String target :
                List.of(
                        "/con/huge",
                        "/con/huge?comp=block&blockid=AAAA",
                        "/con/huge?comp=blocklist")) {
            String answer =
                    exchange(
                            head(
                                    "PUT",
                                    target,
                                    "Content-Length: 9000000000000000000",
                                    "Expect: 100-continue"));
            assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
            assertTrue(answer.contains("x-ms-error-code: RequestBodyTooLarge"), answer);
        }
    }

    /** A declared length is a promise: memory is taken as bytes arrive. */
    @Test
    void manyHugePromisesTakeNoMemory() throws Exception {
        List<SSLSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            SSLSocket socket = connect();
            sockets.add(socket);
            send(socket, head("PUT", "/con/p" + i, "Content-Length: " + (5_000L << 20)));
            send(socket, "x".repeat(1_000));
        }
        world.put("/con/b", new byte[] {1});
        assertTrue(get("/con/b").startsWith("HTTP/1.1 200 "));
        for (SSLSocket socket : sockets) {
            socket.close();
        }
        assertTrue(get("/con/p0").startsWith("HTTP/1.1 404 "));
    }

    @Test
    void aHeaderOf30KilobytesIsRefusedInTheServicesWords() throws Exception {
        String answer = exchange(head("GET", "/con/b", "x-ms-meta-a: " + "y".repeat(30_000)));
        assertTrue(answer.startsWith("HTTP/1.1 431 "), answer);
        assertTrue(answer.contains("<Code>InvalidInput</Code>"), answer);
        assertTrue(answer.contains("x-ms-request-id: "), answer);
    }

    @Test
    void everyAnswerIsSandboxedAndNamesItsRequest() throws Exception {
        world.put("/con/b", new byte[] {1});
        for (String target : List.of("/con/b", "/con/none", "/con?restype=container&comp=list")) {
            String answer = get(target);
            assertTrue(answer.contains("X-Content-Type-Options: nosniff\r\n"), answer);
            assertTrue(
                    answer.contains("Content-Security-Policy: sandbox; default-src 'none'\r\n"),
                    answer);
            assertTrue(answer.contains("x-ms-version: 2024-11-04\r\n"), answer);
            assertTrue(answer.contains("x-ms-request-id: "), answer);
        }
    }

    @Test
    void namesOfEveryKindAndMetadataSurviveTheWire() throws Exception {
        String put =
                exchange(
                        head(
                                        "PUT",
                                        "/con/%2e%2e/%C3%A9%F0%9F%98%80+%25;x=1",
                                        "Content-Length: 2",
                                        "Connection: close",
                                        "x-ms-meta-name: v a:l=u\u00e9")
                                + "hi");
        assertTrue(put.startsWith("HTTP/1.1 201 "), put);
        String got = get("/con/../%C3%A9%F0%9F%98%80+%25;x=1");
        assertTrue(got.startsWith("HTTP/1.1 200 ") && got.endsWith("\r\n\r\nhi"), got);
        assertTrue(got.contains("x-ms-meta-name: v a:l=u\u00e9\r\n"), got);
        assertEquals(
                "200", World.outcome(world.send("GET", "/con/..%2F%C3%A9%F0%9F%98%80+%25;x=1")));
    }
}
