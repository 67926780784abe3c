package fr.bleu.app.doctor;

import fr.bleu.app.Details;
import fr.bleu.app.Instance;
import fr.bleu.http.ca.Pem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** The certificate that the running cloud shows its clients. */
final class ShownCertificate {

    private static final int PATIENCE_MILLIS = 5_000;

    private ShownCertificate() {}

    /**
     * Connects as a client does, trusting the instance's CA alone.
     *
     * @throws IOException also when the certificate is none that such a client takes
     */
    static X509Certificate of(Instance instance, Details details)
            throws IOException, GeneralSecurityException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(loopback, details.port()), PATIENCE_MILLIS);
            plain.setSoTimeout(PATIENCE_MILLIS);
            try (SSLSocket socket =
                    (SSLSocket)
                            trusting(instance)
                                    .getSocketFactory()
                                    .createSocket(plain, "localhost", details.port(), true)) {
                socket.startHandshake();
                return (X509Certificate) socket.getSession().getPeerCertificates()[0];
            }
        }
    }

    private static SSLContext trusting(Instance instance)
            throws IOException, GeneralSecurityException {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        String root = Files.readString(instance.caCertificate());
        anchors.setCertificateEntry("root", Pem.certificate(root));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
