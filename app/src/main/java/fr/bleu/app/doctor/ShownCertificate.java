package fr.bleu.app.doctor;

import fr.bleu.app.Instance;
import fr.bleu.http.LocalAddress;
import fr.bleu.http.ca.Pem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** The certificate that the running cloud shows its clients. */
final class ShownCertificate {

    private static final int PATIENCE_MILLIS = 5_000;

    /** A PROXY header, version 2, of the command LOCAL: a proxy that asks for itself. */
    private static final byte[] FOR_ITSELF =
            HexFormat.of().parseHex("0d0a0d0a000d0a515549540a20000000");

    private ShownCertificate() {}

    /**
     * Connects as a client does, trusting the instance's CA alone; as a proxy, where the server
     * takes whoever connects from this machine for one.
     *
     * @throws IOException also when the certificate is none that such a client takes
     */
    static X509Certificate of(Instance instance, LocalAddress server)
            throws IOException, GeneralSecurityException {
        try (Socket plain = new Socket()) {
            // From the address that the server has judged.
            plain.bind(new InetSocketAddress(server.address(), 0));
            plain.connect(new InetSocketAddress(server.address(), server.port()), PATIENCE_MILLIS);
            plain.setSoTimeout(PATIENCE_MILLIS);
            if (server.proxied()) {
                plain.getOutputStream().write(FOR_ITSELF);
            }
            try (SSLSocket socket =
                    (SSLSocket)
                            trusting(instance)
                                    .getSocketFactory()
                                    .createSocket(plain, "localhost", server.port(), true)) {
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
