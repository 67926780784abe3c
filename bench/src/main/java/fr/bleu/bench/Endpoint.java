package fr.bleu.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Where a Blob service listens, on the loopback and in path style, and how it is spoken to.
 *
 * @param sockets with TLS, trusts the service's own root and nothing else
 * @param key the account's key
 */
record Endpoint(int port, SocketFactory sockets, String account, byte[] key) {

    static final String HOST = "localhost";

    /**
     * An endpoint whose certificate is verified.
     *
     * @param root the certificate to trust, PEM
     */
    static Endpoint trusting(Path root, int port, String account, byte[] key) throws IOException {
        try (InputStream pem = Files.newInputStream(root)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "root", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return new Endpoint(port, context.getSocketFactory(), account, key);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot trust " + root, e);
        }
    }

    /** An endpoint without TLS. */
    static Endpoint plain(int port, String account, byte[] key) {
        return new Endpoint(port, SocketFactory.getDefault(), account, key);
    }

    /** Whether somebody takes connections there. */
    boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    Connection connect() throws IOException {
        return new Connection(this);
    }

    @Override
    public String toString() {
        return HOST + ":" + port + "/" + account;
    }
}
