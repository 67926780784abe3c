package fr.bleu.http;

import fr.bleu.http.ca.ServerCertificate;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * TLS 1.3, and TLS 1.2 with ECDHE-ECDSA and an AEAD cipher only (RFC 9325), without renegotiation.
 * Sessions resume for an hour.
 */
final class ServerTls {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final String[] CIPHER_SUITES = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
    };
    private static final int SESSION_SECONDS = 3600;
    private static final int SESSIONS = 4096;

    /** The store lives in memory only; its password protects nothing. */
    private static final String NO_PASSWORD = "";

    private ServerTls() {}

    static SslContextFactory.Server factory(ServerCertificate certificate)
            throws GeneralSecurityException, IOException {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        // An empty list of exclusions: the inclusions are exact.
        factory.setExcludeProtocols();
        factory.setExcludeCipherSuites();
        factory.setIncludeProtocols(PROTOCOLS);
        factory.setIncludeCipherSuites(CIPHER_SUITES);
        factory.setUseCipherSuitesOrder(true);
        factory.setRenegotiationAllowed(false);
        factory.setSslSessionTimeout(SESSION_SECONDS);
        factory.setSslSessionCacheSize(SESSIONS);
        factory.setSniRequired(false);
        use(factory, certificate);
        return factory;
    }

    /** New connections get the new certificate; those that are open keep theirs. */
    static void reload(SslContextFactory.Server factory, ServerCertificate certificate)
            throws GeneralSecurityException, IOException {
        try {
            factory.reload(
                    changed -> {
                        try {
                            use((SslContextFactory.Server) changed, certificate);
                        } catch (GeneralSecurityException | IOException e) {
                            throw new IllegalStateException("the new certificate is unusable", e);
                        }
                    });
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new GeneralSecurityException("the new certificate is unusable", e);
        }
    }

    private static void use(SslContextFactory.Server factory, ServerCertificate certificate)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "server",
                certificate.key(),
                NO_PASSWORD.toCharArray(),
                certificate.chain().toArray(X509Certificate[]::new));
        factory.setKeyStore(store);
        factory.setKeyStorePassword(NO_PASSWORD);
    }
}
