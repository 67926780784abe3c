package fr.bleu.identity;

import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * A certificate that an application signs in with. Its key is all that is trusted: who issued it
 * does not matter, since somebody who may write the application has registered it.
 *
 * @param der the certificate
 * @param start not valid before; never before the certificate is
 * @param end not valid from here on; never after the certificate is
 */
public record CertificateCredential(
        UUID keyId, String displayName, byte[] der, Instant start, Instant end) {

    /** The longest certificate that is taken, in bytes. */
    public static final int MAX_DER_BYTES = 8 * 1024;

    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 4096;

    /**
     * Reads a certificate whose key can sign assertions: RSA of 2,048 to 4,096 bits or P-256.
     *
     * @throws IllegalArgumentException for anything else, with a message for the caller
     */
    public static X509Certificate parse(byte[] der) {
        if (der.length > MAX_DER_BYTES) {
            throw new IllegalArgumentException("The certificate is too large.");
        }
        X509Certificate certificate;
        try {
            certificate =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("The value is no X.509 certificate.");
        }
        if (certificate == null || !suits(certificate.getPublicKey())) {
            throw new IllegalArgumentException(
                    "The certificate's key must be RSA of 2048 to 4096 bits or EC P-256.");
        }
        return certificate;
    }

    /** A credential of a certificate, valid as long as the certificate is. */
    static CertificateCredential of(UUID keyId, String displayName, X509Certificate certificate) {
        return new CertificateCredential(
                keyId,
                displayName,
                encoded(certificate),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("The certificate cannot be encoded.", e);
        }
    }

    /** The key that assertions are verified with. */
    PublicKey publicKey() {
        return parse(der).getPublicKey();
    }

    /** Its start is what the client's clock said, which may be ahead. */
    boolean validAt(Instant now) {
        return !now.plus(ClientAssertions.SKEW).isBefore(start) && now.isBefore(end);
    }

    /** SHA-1 of the certificate, 20 bytes: a name that old clients use, never a proof. */
    public byte[] sha1() {
        return digest("SHA-1");
    }

    /** SHA-256 of the certificate, 32 bytes. */
    public byte[] sha256() {
        return digest("SHA-256");
    }

    /** Whether a token header's {@code x5t} or {@code x5t#S256} names this certificate. */
    boolean named(String base64UrlThumbprint) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString(sha256()).equals(base64UrlThumbprint)
                || encoder.encodeToString(sha1()).equals(base64UrlThumbprint);
    }

    private byte[] digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm).digest(der);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean suits(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            return bits >= MIN_RSA_BITS
                    && bits <= MAX_RSA_BITS
                    && rsa.getPublicExponent().bitLength() <= 32;
        }
        return key instanceof ECPublicKey ec
                && ec.getParams().getOrder().bitLength() == 256
                && ec.getParams().toString().contains("1.2.840.10045.3.1.7");
    }
}
