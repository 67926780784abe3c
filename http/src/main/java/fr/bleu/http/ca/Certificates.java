package fr.bleu.http.ca;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Keys on P-256 and certificates signed with them. */
final class Certificates {
    private static final String SIGNATURE = "SHA256withECDSA";

    /** Clocks of clients may be this much behind. */
    private static final Duration BACKDATED = Duration.ofMinutes(10);

    private Certificates() {}

    static KeyPair keyPair(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    static X509v3CertificateBuilder builder(
            X500Name issuer,
            X500Name subject,
            PublicKey key,
            Instant now,
            Duration life,
            SecureRandom random) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                serial(random),
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(life)),
                subject,
                key);
    }

    /** 126 random bits under a set one: positive, and always of the same length. */
    static BigInteger serial(SecureRandom random) {
        return new BigInteger(126, random).setBit(126);
    }

    static void add(
            X509v3CertificateBuilder builder,
            ASN1ObjectIdentifier id,
            boolean critical,
            ASN1Encodable value)
            throws IOException {
        builder.addExtension(id, critical, value);
    }

    static X509Certificate sign(
            X509v3CertificateBuilder builder, PrivateKey key, SecureRandom random)
            throws GeneralSecurityException, OperatorCreationException {
        var signer = new JcaContentSignerBuilder(SIGNATURE).setSecureRandom(random).build(key);
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    static void requireKey(X509Certificate certificate, PrivateKey key, String otherwise)
            throws GeneralSecurityException, CaException {
        byte[] probe =
                "Does this key belong to that certificate?".getBytes(StandardCharsets.US_ASCII);
        Signature signer = Signature.getInstance(SIGNATURE);
        signer.initSign(key);
        signer.update(probe);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance(SIGNATURE);
        verifier.initVerify(certificate.getPublicKey());
        verifier.update(probe);
        if (!verifier.verify(signature)) {
            throw new CaException(otherwise);
        }
    }
}
