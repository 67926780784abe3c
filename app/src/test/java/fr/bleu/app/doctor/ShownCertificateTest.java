package fr.bleu.app.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fr.bleu.app.Instance;
import fr.bleu.http.Domains;
import fr.bleu.http.HttpServer;
import fr.bleu.http.Limits;
import fr.bleu.http.Listening;
import fr.bleu.http.LocalAddress;
import fr.bleu.http.Networks;
import fr.bleu.http.RequestListener;
import fr.bleu.http.Router;
import fr.bleu.http.ca.PlatformCa;
import fr.bleu.http.ca.ServerCertificate;
import fr.bleu.keys.PrivateFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor finds the server where it listens, and knocks as its proxies do. */
final class ShownCertificateTest {
    private static final Domains DOMAINS = Domains.at(8443);

    @TempDir Path folder;

    private Instance instance;
    private ServerCertificate certificate;

    @BeforeEach
    void make() throws Exception {
        instance = new Instance("0".repeat(32), folder.resolve("data"), folder.resolve("secrets"));
        PrivateFiles.createFolder(instance.data());
        PrivateFiles.createFolder(instance.caCertificate().getParent());
        InstantSource clock = InstantSource.system();
        PlatformCa.Created made = PlatformCa.create(DOMAINS, clock, new SecureRandom());
        PrivateFiles.create(
                instance.caCertificate(), made.rootCertPem().getBytes(StandardCharsets.US_ASCII));
        certificate =
                PlatformCa.load(
                                DOMAINS,
                                made.rootCertPem(),
                                made.issuerCertPem(),
                                made.issuerPrivateKey(),
                                clock)
                        .issueServerCertificate(clock, new SecureRandom());
    }

    private HttpServer serve(String address, Networks proxies) throws IOException {
        Listening listening =
                new Listening(0, Optional.of(InetAddress.ofLiteral(address)), proxies);
        HttpServer server = HttpServer.bind(listening, Limits.DEFAULT, RequestListener.NONE);
        server.start(DOMAINS, new Router(Map.of(), List.of()), certificate);
        return server;
    }

    @Test
    void whereAnAddressIsNamedItIsAskedThere() throws Exception {
        HttpServer server = serve("127.0.0.2", Networks.NONE);
        try {
            assertEquals(
                    certificate.chain().getFirst(),
                    ShownCertificate.of(instance, server.localAddress()));
        } finally {
            server.stop(Duration.ZERO);
        }
    }

    @Test
    void whereWhoConnectsFromHereIsAProxyItIsAskedAsOne() throws Exception {
        HttpServer server = serve("127.0.0.2", Networks.parse("127.0.0.2"));
        try {
            LocalAddress proxied = server.localAddress();
            assertEquals(certificate.chain().getFirst(), ShownCertificate.of(instance, proxied));
            LocalAddress bare = new LocalAddress(proxied.address(), proxied.port(), false);
            assertThrows(IOException.class, () -> ShownCertificate.of(instance, bare));
        } finally {
            server.stop(Duration.ZERO);
        }
    }
}
