package fr.bleu.app.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fr.bleu.app.CommandFailure;
import fr.bleu.http.Domains;
import fr.bleu.http.RequestListener;
import fr.bleu.http.Site;
import fr.bleu.http.ca.PlatformCa;
import fr.bleu.http.ca.ServerCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A collector over TLS, whose certificate must be of the authority that is named. */
final class TracesTlsTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @TempDir Path folder;

    private Path ca;
    private Receiver receiver;

    @BeforeEach
    void start() throws Exception {
        Domains domains = Domains.at(8443);
        SecureRandom random = new SecureRandom();
        InstantSource clock = InstantSource.system();
        PlatformCa.Created made = PlatformCa.create(domains, clock, random);
        ca = Files.writeString(folder.resolve("ca.pem"), made.rootCertPem());
        receiver =
                new Receiver(
                        context(
                                PlatformCa.load(
                                                domains,
                                                made.rootCertPem(),
                                                made.issuerCertPem(),
                                                made.issuerPrivateKey(),
                                                clock)
                                        .issueServerCertificate(clock, random)));
    }

    private static SSLContext context(ServerCertificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "server",
                certificate.key(),
                new char[0],
                certificate.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        return tls;
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    private Traces open(Optional<Path> trusted) {
        return Traces.open(TraceOptions.of(receiver.endpoint().toString(), trusted, ""), "1");
    }

    static void request(Traces traces) {
        RequestListener listener = traces.requests(RequestListener.NONE);
        String parent = "00-" + TRACE + "-b7ad6b7169203331-01";
        listener.begun(
                new RequestListener.Begun(
                        Optional.of(Site.BLOB), "BREW", Optional.of(parent), "the-id"));
        listener.ended(Optional.of(Site.BLOB), 503, 1);
    }

    @Test
    void theAuthoritysCollectorIsSentTo() throws Exception {
        try (Traces traces = open(Optional.of(ca))) {
            request(traces);
            assertEquals("blob _OTHER", receiver.trace(TRACE, _ -> true).getFirst().getName());
        }
    }

    @Test
    void anyOthersIsNot() {
        try (Traces traces = open(Optional.empty())) {
            request(traces);
        }
        assertEquals(List.of(), receiver.spans());
    }

    @Test
    void anAuthorityThatIsNoneIsRefused() throws Exception {
        Path none = Files.writeString(folder.resolve("none.pem"), "nothing\n");
        assertThrows(CommandFailure.class, () -> open(Optional.of(none)));
        assertThrows(CommandFailure.class, () -> open(Optional.of(folder.resolve("missing"))));
    }
}
