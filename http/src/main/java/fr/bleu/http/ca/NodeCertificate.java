package fr.bleu.http.ca;

import fr.bleu.trust.Node;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A node's key, and the certificate in which the cloud's CA says whose it is and where that node
 * stands. {@link PlatformCa} issues, renews and reads it; a renewed one has the same key.
 */
public record NodeCertificate(Node node, PrivateKey key, X509Certificate certificate) {

    /** Key and certificate, for a file of its owner only. */
    public String pem() throws GeneralSecurityException {
        return Pem.of(key) + Pem.of(certificate);
    }

    /** The certificate's number, hexadecimal. */
    public String serial() {
        return certificate.getSerialNumber().toString(16);
    }

    /** What tells the node from another one of its name: SHA-256 of the public key, hexadecimal. */
    public String fingerprint() {
        try {
            byte[] key = certificate.getPublicKey().getEncoded();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** When less than a third of its life is left, it is time for another. */
    public Instant renewAt() {
        return ServerCertificate.renewAt(certificate);
    }

    /** Says whose it is, and nothing of the key. */
    @Override
    public String toString() {
        return "NodeCertificate[node=" + node.name() + ", serial=" + serial() + "]";
    }
}
