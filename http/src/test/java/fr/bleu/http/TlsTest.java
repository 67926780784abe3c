package fr.bleu.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.ca.PlatformCa;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static Route open() {
        return TestServer.blob("GET", "/{c}", (r, c) -> Answer.of(200, "text/plain", "yes"));
    }

    /** What {@code openssl s_client} ends with: empty is a handshake that worked. */
    private static String openSsl(TestServer server, String... options) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of("openssl", "s_client", "-connect", "127.0.0.1:" + server.port()));
        command.addAll(List.of(options));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new AssertionError("this test needs the openssl command: install openssl", e);
        }
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        return process.exitValue() == 0 ? "" : said;
    }

    @Test
    @Tag("openssl")
    void onlyModernProtocolsAndSuitesAreSpoken() throws Exception {
        try (var server = new TestServer(open())) {
            assertEquals("", openSsl(server, "-tls1_3"));
            assertEquals("", openSsl(server, "-tls1_2"));
            for (String suite :
                    List.of(
                            "ECDHE-ECDSA-AES128-GCM-SHA256",
                            "ECDHE-ECDSA-AES256-GCM-SHA384",
                            "ECDHE-ECDSA-CHACHA20-POLY1305")) {
                assertEquals("", openSsl(server, "-tls1_2", "-cipher", suite), suite);
            }
            for (String suite :
                    List.of(
                            "ECDHE-ECDSA-AES128-SHA",
                            "ECDHE-ECDSA-AES128-SHA256",
                            "ECDHE-ECDSA-AES256-SHA384",
                            "ECDHE-RSA-AES128-GCM-SHA256",
                            "AES128-GCM-SHA256",
                            "AES128-SHA",
                            "DHE-RSA-AES128-GCM-SHA256")) {
                assertNotEquals(
                        "", openSsl(server, "-tls1_2", "-cipher", suite + ":@SECLEVEL=0"), suite);
            }
            assertNotEquals("", openSsl(server, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0"));
            assertNotEquals("", openSsl(server, "-tls1", "-cipher", "ALL:@SECLEVEL=0"));
        }
    }

    @Test
    void theServerSendsItsCertificateAndTheIssuersButNotTheRoot() throws Exception {
        try (var server = new TestServer(open());
                SSLSocket socket = server.connect()) {
            assertEquals(2, socket.getSession().getPeerCertificates().length);
            assertEquals("TLSv1.3", socket.getSession().getProtocol());
        }
    }

    @Test
    void aClientThatTrustsAnotherRootIsNotServed() throws Exception {
        var stranger = PlatformCa.create(Domains.at(1), InstantSource.system(), new SecureRandom());
        SSLContext other = TestServer.trusting(stranger.rootCertPem());
        try (var server = new TestServer(open());
                var socket =
                        (SSLSocket)
                                other.getSocketFactory()
                                        .createSocket(
                                                InetAddress.ofLiteral("127.0.0.1"),
                                                server.port())) {
            assertThrows(SSLException.class, socket::startHandshake);
        }
    }

    @Test
    void plainTextIsNotAnswered() throws Exception {
        try (var server = new TestServer(open());
                var socket = new java.net.Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(
                            "GET /a/c HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            String said;
            try {
                said =
                        new String(
                                socket.getInputStream().readAllBytes(),
                                StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                said = "";
            }
            assertTrue(!said.contains("HTTP"), said);
        }
    }

    @Test
    void aRenewedCertificateIsShownToNewConnectionsAndOldOnesLive() throws Exception {
        try (var server = new TestServer(open());
                SSLSocket before = server.connect()) {
            server.server.renew(
                    server.ca.issueServerCertificate(InstantSource.system(), new SecureRandom()));
            // Another context, so that no session is resumed.
            try (SSLSocket after = server.connect()) {
                after.getSession().invalidate();
            }
            try (SSLSocket after = server.connect()) {
                assertNotEquals(serial(before), serial(after));
            }
            TestServer.send(
                    before, "GET /a/c HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertTrue(TestServer.readAll(before).endsWith("yes"));
        }
    }

    private static Object serial(SSLSocket socket) throws Exception {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
    }

    @Test
    void idleConnectionsDoNotKeepOthersFromBeingServed(@TempDir Path folder) throws Exception {
        int count = Boolean.getBoolean("bleu.all") ? 10_000 : 300;
        var limits =
                new Limits(
                        16 * 1024, Duration.ofMinutes(10), Duration.ofMinutes(1), 0, 16_384, 100);
        try (var server = new TestServer(limits, open())) {
            Path root = Files.writeString(folder.resolve("root.pem"), server.rootPem);
            try (var idle = new IdleClients(root, server.port(), count)) {
                assertTrue(idle.isAlive());
                assertEquals(count, server.server.connections());
                System.gc();
                var runtime = Runtime.getRuntime();
                long usedMiB = (runtime.totalMemory() - runtime.freeMemory()) >> 20;
                System.out.println(count + " idle connections, heap " + usedMiB + " MiB");
                String answer =
                        server.exchange(
                                "GET /a/c HTTP/1.1\r\n"
                                        + "Host: localhost\r\n"
                                        + "Connection: close\r\n\r\n");
                assertTrue(answer.endsWith("yes"), answer);
            }
        }
    }

    @Test
    void aBusyPortIsReported() throws Exception {
        try (var server = new TestServer(open())) {
            assertThrows(IOException.class, () -> HttpServer.bind(server.port(), Limits.DEFAULT));
        }
    }
}
