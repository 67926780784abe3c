package fr.bleu.identity;

import fr.bleu.http.Domains;
import fr.bleu.keys.Keys;
import fr.bleu.trust.Trust;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Identity with a signing key that is made once for all tests. */
public final class QuickIdentity {

    /** Also what the tests' administrators sign in with. */
    public static final KeyPair PAIR = pair();

    private QuickIdentity() {}

    public static Identity open(Trust trust, Keys keys, Domains domains, InstantSource clock) {
        return Identity.open(trust, keys, domains, clock, new SecureRandom(), () -> PAIR);
    }

    /** An administrator's certificate, valid for a day. */
    public static X509Certificate administrator(Instant now) {
        try {
            X500Principal name = new X500Principal("CN=administrator");
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.ONE,
                            Date.from(now.minusSeconds(60)),
                            Date.from(now.plusSeconds(86_400)),
                            name,
                            PAIR.getPublic());
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withRSA")
                                            .build(PAIR.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
