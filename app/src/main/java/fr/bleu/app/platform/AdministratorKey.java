package fr.bleu.app.platform;

import fr.bleu.http.ca.Pem;
import fr.bleu.keys.PrivateFiles;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The administrator's key and certificate in one PEM file, as az and the SDKs read it. RSA, since
 * az 2.45 cannot sign with elliptic curves; 3072 bits, which ANSSI recommends.
 */
final class AdministratorKey {

    private static final int BITS = 3072;
    private static final int SERIAL_BITS = 120;
    private static final Duration LIFE = Duration.ofDays(825);
    private static final int MAX_BYTES = 64 * 1024;

    private AdministratorKey() {}

    /** The certificate in the file; made with a new key if there is no file. */
    static X509Certificate in(Path file, Instant now, SecureRandom random)
            throws IOException, GeneralSecurityException {
        if (!Files.exists(file)) {
            create(file, now, random);
        }
        String pem = new String(PrivateFiles.read(file, MAX_BYTES), StandardCharsets.US_ASCII);
        return Pem.certificate(pem.substring(pem.indexOf("-----BEGIN CERTIFICATE-----")));
    }

    private static void create(Path file, Instant now, SecureRandom random)
            throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(BITS, random);
        KeyPair pair = generator.generateKeyPair();
        String pem = Pem.of(pair.getPrivate()) + Pem.of(certificate(pair, now, random));
        PrivateFiles.create(file, pem.getBytes(StandardCharsets.US_ASCII));
    }

    private static X509Certificate certificate(KeyPair pair, Instant now, SecureRandom random)
            throws GeneralSecurityException {
        X500Name name = new X500Name("CN=Bleu administrator");
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            new JcaX509v3CertificateBuilder(
                                            name,
                                            new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS),
                                            Date.from(now.minus(Duration.ofHours(1))),
                                            Date.from(now.plus(LIFE)),
                                            name,
                                            pair.getPublic())
                                    .build(
                                            new JcaContentSignerBuilder("SHA256withRSA")
                                                    .build(pair.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(
                    "the administrator's certificate cannot be signed", e);
        }
    }
}
