package fr.bleu.http;

import fr.bleu.http.ca.Pem;
import fr.bleu.http.ca.PlatformCa;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A started server with its own CA, and clients that trust that CA and nothing else. */
final class TestServer implements AutoCloseable {
    /** Kept, so that its level is; Jetty tells every start and stop. */
    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

    static {
        JETTY.setLevel(Level.WARNING);
    }

    static final Access OPEN = new Access.Open("a test");
    static final Map<Site, Protocol> PROTOCOLS =
            Map.of(
                    Site.LOGIN, new TestProtocol(false),
                    Site.MANAGEMENT, new TestProtocol(true),
                    Site.GRAPH, new TestProtocol(false),
                    Site.BLOB, new TestProtocol(false, "comp", "restype"),
                    Site.VAULT, new TestProtocol(false));

    final HttpServer server;
    final Domains domains;
    final PlatformCa ca;
    final SSLContext trust;
    final String rootPem;

    TestServer(Limits limits, Route... routes) throws Exception {
        this(limits, RequestListener.NONE, routes);
    }

    TestServer(Limits limits, RequestListener listener, Route... routes) throws Exception {
        this(Listening.loopback(0), limits, listener, routes);
    }

    TestServer(Listening listening, Limits limits, RequestListener listener, Route... routes)
            throws Exception {
        server = HttpServer.bind(listening, limits, listener);
        domains = Domains.at(server.port());
        var random = new SecureRandom();
        PlatformCa.Created created = PlatformCa.create(domains, InstantSource.system(), random);
        ca =
                PlatformCa.load(
                        domains,
                        created.rootCertPem(),
                        created.issuerCertPem(),
                        created.issuerPrivateKey(),
                        InstantSource.system());
        rootPem = created.rootCertPem();
        trust = trusting(created.rootCertPem());
        server.start(
                domains,
                new Router(PROTOCOLS, List.of(routes)),
                ca.issueServerCertificate(InstantSource.system(), random));
    }

    TestServer(Route... routes) throws Exception {
        this(Limits.DEFAULT, routes);
    }

    static Route blob(String method, String path, Endpoint endpoint) {
        return Route.of(Site.BLOB, method, path, OPEN, endpoint);
    }

    static SSLContext trusting(String rootPem) throws Exception {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("root", Pem.certificate(rootPem));
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    int port() {
        return server.port();
    }

    /** A client that verifies. */
    HttpClient client() {
        return HttpClient.newBuilder()
                .sslContext(trust)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    URI local(String target) {
        return URI.create("https://localhost:" + port() + target);
    }

    /** A connection on which the test writes every byte itself. */
    SSLSocket connect(String address) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        trust.getSocketFactory()
                                .createSocket(InetAddress.ofLiteral(address), port());
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    SSLSocket connect() throws IOException {
        return connect("127.0.0.1");
    }

    /** Sends the text as it stands and reads until the server closes. */
    String exchange(String request) throws IOException {
        try (SSLSocket socket = connect()) {
            send(socket, request);
            return readAll(socket);
        }
    }

    static void send(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    static String readAll(SSLSocket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Reads one answer's head, up to and with the empty line. */
    static String readHead(SSLSocket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                break;
            }
            head.append((char) c);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        server.stop(Duration.ofSeconds(2));
    }
}
