package fr.bleu.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Raw headers over real sockets: 127.0.0.2 is a proxy, 127.0.0.1 is not. */
class ProxyHeadersTest {
    private static final String PROXY = "127.0.0.2";
    private static final String STRANGER = "127.0.0.1";
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    /** From 203.0.113.9 to 192.0.2.1. */
    private static final String ADDRESSES = "cb007109" + "c0000201" + "c001" + "20fb";

    private static final String SOUND = SIGNATURE + "2111000c" + ADDRESSES;

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = server(Limits.DEFAULT);
    }

    private static TestServer server(Limits limits) throws Exception {
        return new TestServer(
                new Listening(0, Optional.empty(), Networks.parse(PROXY)),
                limits,
                RequestListener.NONE,
                TestServer.blob(
                        "GET",
                        "/{c}",
                        (r, c) -> Answer.of(200, "text/plain", r.origin().address())));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private Socket from(String address) throws IOException {
        return from(address, server);
    }

    private static Socket from(String address, TestServer server) throws IOException {
        Socket socket =
                new Socket(
                        InetAddress.ofLiteral("127.0.0.1"),
                        server.port(),
                        InetAddress.ofLiteral(address),
                        0);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(Socket socket, String hex) throws IOException {
        socket.getOutputStream().write(HexFormat.of().parseHex(hex));
    }

    /** Whom the server takes for the author of a request. */
    private String origin(Socket socket, String... headers) throws IOException {
        try (SSLSocket secure =
                (SSLSocket)
                        server.trust
                                .getSocketFactory()
                                .createSocket(socket, "localhost", server.port(), true)) {
            TestServer.send(
                    secure,
                    "GET /a/c HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + String.join("", headers)
                            + "\r\n");
            String answer = TestServer.readAll(secure);
            assertEquals("HTTP/1.1 200 OK", answer.lines().findFirst().orElse(""));
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        }
    }

    private String originAfter(String header) throws IOException {
        Socket socket = from(PROXY);
        send(socket, header);
        return origin(socket);
    }

    /** The server closes without a word; a reset is one, too. */
    private static void assertClosed(Socket socket) throws IOException {
        try (socket) {
            int read;
            try {
                read = socket.getInputStream().read();
            } catch (java.net.SocketException e) {
                read = -1;
            }
            assertEquals(-1, read);
        }
    }

    @Test
    void whoIsConnectedToTheProxyIsTheOrigin() throws Exception {
        assertEquals("203.0.113.9", originAfter(SOUND));
        String ipv6 = "20010db8000000000000000000000007";
        assertEquals(
                "2001:db8:0:0:0:0:0:7",
                originAfter(SIGNATURE + "21210024" + ipv6 + ipv6 + "c00120fb"));
    }

    @Test
    void extensionsArePassedOver() throws Exception {
        String extensions = "0400020000" + "05000401020304";
        assertEquals("203.0.113.9", originAfter(SIGNATURE + "21110018" + ADDRESSES + extensions));
    }

    @Test
    void aHeaderMayComeInPieces() throws Exception {
        Socket socket = from(PROXY);
        socket.setTcpNoDelay(true);
        for (int at = 0; at < SOUND.length(); at += 8) {
            send(socket, SOUND.substring(at, at + 8));
            Thread.sleep(5);
        }
        assertEquals("203.0.113.9", origin(socket));
    }

    @Test
    void aProxyThatLooksWhetherWeAreThereSpeaksForItself() throws Exception {
        assertEquals(PROXY, originAfter(SIGNATURE + "20000000"));
    }

    @Test
    void fromEveryoneElseAHeaderIsNoise() throws Exception {
        Socket socket = from(STRANGER);
        send(socket, SOUND);
        assertThrows(IOException.class, () -> origin(socket));
        assertEquals(STRANGER, origin(from(STRANGER)));
    }

    @Test
    void aProxyWithoutAHeaderIsNotServed() throws Exception {
        assertThrows(IOException.class, () -> origin(from(PROXY)));
    }

    @Test
    void headersOfRequestsSayNothingAboutTheirOrigin() throws Exception {
        String[] claims = {
            "X-Forwarded-For: 198.51.100.1\r\n",
            "Forwarded: for=198.51.100.1\r\n",
            "X-Real-IP: 198.51.100.1\r\n",
            "X-Azure-ClientIP: 198.51.100.1\r\n"
        };
        assertEquals(STRANGER, origin(from(STRANGER), claims));
        Socket socket = from(PROXY);
        send(socket, SOUND);
        assertEquals("203.0.113.9", origin(socket, claims));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Version 1, as text: PROXY TCP4 203.0.113.9 192.0.2.1 49153 8443
                "50524f5859205443503420323033"
                        + "2e302e3131332e39203139322e302e322e31"
                        + "20343931353320383434330d0a",
                SIGNATURE + "1111000c" + ADDRESSES,
                SIGNATURE + "2211000c" + ADDRESSES,
                // UDP, a family of nobody, and one that does not exist
                SIGNATURE + "2112000c" + ADDRESSES,
                SIGNATURE + "2100000c" + ADDRESSES,
                SIGNATURE + "2141000c" + ADDRESSES,
                // The addresses would be read from what follows
                SIGNATURE + "21110000" + ADDRESSES,
                SIGNATURE + "2121000c" + ADDRESSES,
                // Longer than any header that is taken
                SIGNATURE + "21110401" + ADDRESSES,
                SIGNATURE + "20000401",
                // An extension longer than the header
                SIGNATURE + "2111000f" + ADDRESSES + "05ffff",
                // Not even a signature
                "0d0a0d0a000d0a515549540b"
            })
    void otherHeadersAreRefused(String header) throws Exception {
        Socket socket = from(PROXY);
        send(socket, header);
        assertClosed(socket);
    }

    @Test
    void unixSocketsAreNoOrigin() throws Exception {
        Socket socket = from(PROXY);
        byte[] header = new byte[16 + 216];
        ByteBuffer.wrap(header).put(HexFormat.of().parseHex(SIGNATURE + "213100d8"));
        Arrays.fill(header, 16, header.length, (byte) 'a');
        socket.getOutputStream().write(header);
        assertClosed(socket);
    }

    @Test
    void aHeaderThatDribblesIsNotWaitedFor() throws Exception {
        Limits all = Limits.DEFAULT;
        Limits hasty =
                new Limits(
                        all.headerBytes(),
                        Duration.ofSeconds(1),
                        all.requestTime(),
                        all.minBodyBytesPerSecond(),
                        all.maxConnections(),
                        all.maxRequests());
        try (TestServer other = server(hasty);
                Socket socket = from(PROXY, other)) {
            socket.setTcpNoDelay(true);
            send(socket, SIGNATURE + "21110400");
            assertThrows(IOException.class, () -> dribble(socket, 100));
        }
    }

    private static void dribble(Socket socket, int bytes) throws Exception {
        for (int i = 0; i < bytes; i++) {
            Thread.sleep(100);
            socket.getOutputStream().write(0);
        }
    }
}
