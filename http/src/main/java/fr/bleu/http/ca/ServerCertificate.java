package fr.bleu.http.ca;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the server shows: its key, and its certificate with the issuer's behind it.
 *
 * @param chain the leaf, then its issuer; the root is not sent
 */
public record ServerCertificate(PrivateKey key, List<X509Certificate> chain) {
    public ServerCertificate {
        chain = List.copyOf(chain);
    }

    /** The server's own certificate. */
    public X509Certificate leaf() {
        return chain.getFirst();
    }

    /** When less than a third of its life is left, it is time for another. */
    public Instant renewAt() {
        return renewAt(leaf());
    }

    static Instant renewAt(X509Certificate certificate) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant to = certificate.getNotAfter().toInstant();
        return to.minus(Duration.between(from, to).dividedBy(3));
    }

    /** Says whose certificate it is, and nothing of the key. */
    @Override
    public String toString() {
        return "ServerCertificate[serial=" + leaf().getSerialNumber().toString(16) + "]";
    }
}
