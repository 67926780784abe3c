package fr.bleu.http.ca;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Certificates and EC private keys as text (RFC 7468). */
public final class Pem {
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";

    private Pem() {}

    /** One certificate. */
    public static String of(X509Certificate certificate) throws GeneralSecurityException {
        return text(CERTIFICATE, certificate.getEncoded());
    }

    /** A private key in PKCS#8: write it to a file of its owner only. */
    public static String of(PrivateKey key) {
        return text(PRIVATE_KEY, key.getEncoded());
    }

    /**
     * The first certificate in the text.
     *
     * @throws GeneralSecurityException if there is none
     */
    public static X509Certificate certificate(String pem) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(bytes(CERTIFICATE, pem)));
    }

    /**
     * The EC private key in the text, PKCS#8 without a passphrase.
     *
     * @throws GeneralSecurityException if there is none; the message holds nothing of the key
     */
    public static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(bytes(PRIVATE_KEY, pem)));
    }

    private static String text(String label, byte[] der) {
        return "-----BEGIN "
                + label
                + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END "
                + label
                + "-----\n";
    }

    private static byte[] bytes(String label, String pem) throws GeneralSecurityException {
        String begin = "-----BEGIN " + label + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END " + label + "-----");
        if (from < 0 || to < from) {
            throw new GeneralSecurityException("the text holds no " + label);
        }
        try {
            return Base64.getMimeDecoder()
                    .decode(
                            pem.substring(from + begin.length(), to)
                                    .getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("the " + label + " is not Base64");
        }
    }
}
