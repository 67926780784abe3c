package fr.bleu.http.ca;

import fr.bleu.http.Domains;
import java.io.IOException;
import java.math.BigInteger;
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
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The platform's own certificate authority: a root that signed one issuing CA and whose key then
 * ceased to exist, and the issuing CA, confined by critical name constraints to the platform's
 * names and to loopback addresses. Clients trust the root by choice; whoever steals the issuing key
 * can impersonate this platform to them and nobody else.
 *
 * <p>The constraints stand on the issuing CA because Java ignores those of a trust anchor.
 */
public final class PlatformCa {
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final Duration CA_LIFE = Duration.ofDays(3650);
    private static final Duration SERVER_LIFE = Duration.ofDays(90);

    /** Clocks of clients may be this much behind. */
    private static final Duration BACKDATED = Duration.ofMinutes(10);

    private final Domains domains;
    private final X509Certificate issuer;
    private final PrivateKey issuerKey;

    /**
     * What {@link #create} made and its caller must keep.
     *
     * @param rootCertPem what clients trust; public
     * @param issuerCertPem public
     * @param issuerPrivateKey the one secret; {@link Pem} writes it
     */
    public record Created(String rootCertPem, String issuerCertPem, PrivateKey issuerPrivateKey) {

        /** Without the key. */
        @Override
        public String toString() {
            return "Created[rootCertPem=" + rootCertPem + "]";
        }
    }

    private PlatformCa(Domains domains, X509Certificate issuer, PrivateKey issuerKey) {
        this.domains = domains;
        this.issuer = issuer;
        this.issuerKey = issuerKey;
    }

    /**
     * Makes a root and its one issuing CA for these domains. The root's private key lives in this
     * method only: it is neither written nor returned.
     */
    public static Created create(Domains domains, InstantSource clock, SecureRandom random)
            throws CaException {
        try {
            KeyPair rootKeys = keyPair(random);
            KeyPair issuerKeys = keyPair(random);
            // The serial tells two roots of one domain apart in a client's list.
            String id = serial(random).toString(16).substring(0, 8);
            X500Name rootName = new X500Name("O=Bleu,CN=Bleu root " + id);
            X500Name issuerName = new X500Name("O=Bleu,CN=Bleu issuer " + id);
            Instant now = clock.instant();
            var extensions = new JcaX509ExtensionUtils();

            var rootBuilder =
                    builder(rootName, rootName, rootKeys.getPublic(), now, CA_LIFE, random);
            add(rootBuilder, Extension.basicConstraints, true, new BasicConstraints(1));
            add(rootBuilder, Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            add(
                    rootBuilder,
                    Extension.subjectKeyIdentifier,
                    false,
                    extensions.createSubjectKeyIdentifier(rootKeys.getPublic()));
            X509Certificate root = sign(rootBuilder, rootKeys.getPrivate(), random);

            var issuerBuilder =
                    builder(rootName, issuerName, issuerKeys.getPublic(), now, CA_LIFE, random);
            add(issuerBuilder, Extension.basicConstraints, true, new BasicConstraints(0));
            add(issuerBuilder, Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            add(issuerBuilder, Extension.nameConstraints, true, NameLimits.permitted(domains));
            add(
                    issuerBuilder,
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            add(
                    issuerBuilder,
                    Extension.subjectKeyIdentifier,
                    false,
                    extensions.createSubjectKeyIdentifier(issuerKeys.getPublic()));
            add(
                    issuerBuilder,
                    Extension.authorityKeyIdentifier,
                    false,
                    extensions.createAuthorityKeyIdentifier(rootKeys.getPublic()));
            X509Certificate issuer = sign(issuerBuilder, rootKeys.getPrivate(), random);
            return new Created(Pem.of(root), Pem.of(issuer), issuerKeys.getPrivate());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new CaException("the certificate authority could not be made", e);
        }
    }

    /**
     * Opens what {@link #create} made.
     *
     * @throws CaException if the parts do not belong together, have expired, or are confined to
     *     other domains than these
     */
    public static PlatformCa load(
            Domains domains,
            String rootCertPem,
            String issuerCertPem,
            PrivateKey issuerPrivateKey,
            InstantSource clock)
            throws CaException {
        try {
            X509Certificate root = Pem.certificate(rootCertPem);
            X509Certificate issuer = Pem.certificate(issuerCertPem);
            issuer.verify(root.getPublicKey());
            issuer.checkValidity(Date.from(clock.instant()));
            root.checkValidity(Date.from(clock.instant()));
            requireKey(issuer, issuerPrivateKey);
            requireDomains(issuer, domains);
            return new PlatformCa(domains, issuer, issuerPrivateKey);
        } catch (GeneralSecurityException | IOException e) {
            throw new CaException(
                    "the certificate authority's root, issuer and key do not fit together or have"
                            + " expired",
                    e);
        }
    }

    /** Issues the server a certificate for all names of the domains, with a new key. */
    public ServerCertificate issueServerCertificate(InstantSource clock, SecureRandom random)
            throws CaException {
        try {
            KeyPair keys = keyPair(random);
            var extensions = new JcaX509ExtensionUtils();
            X500Name issuerName =
                    X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded());
            var builder =
                    builder(
                            issuerName,
                            new X500Name("O=Bleu,CN=Bleu server"),
                            keys.getPublic(),
                            clock.instant(),
                            SERVER_LIFE,
                            random);
            add(builder, Extension.basicConstraints, true, new BasicConstraints(false));
            add(builder, Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            add(
                    builder,
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            add(builder, Extension.subjectAlternativeName, false, NameLimits.certified(domains));
            add(
                    builder,
                    Extension.subjectKeyIdentifier,
                    false,
                    extensions.createSubjectKeyIdentifier(keys.getPublic()));
            add(
                    builder,
                    Extension.authorityKeyIdentifier,
                    false,
                    extensions.createAuthorityKeyIdentifier(issuer));
            X509Certificate leaf = sign(builder, issuerKey, random);
            return new ServerCertificate(keys.getPrivate(), List.of(leaf, issuer));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new CaException("the server's certificate could not be issued", e);
        }
    }

    private static void requireKey(X509Certificate certificate, PrivateKey key)
            throws GeneralSecurityException, CaException {
        byte[] probe =
                "Does this key belong to that certificate?"
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Signature signer = Signature.getInstance(SIGNATURE);
        signer.initSign(key);
        signer.update(probe);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance(SIGNATURE);
        verifier.initVerify(certificate.getPublicKey());
        verifier.update(probe);
        if (!verifier.verify(signature)) {
            throw new CaException("the issuing CA's key belongs to another certificate");
        }
    }

    private static void requireDomains(X509Certificate issuer, Domains domains)
            throws IOException, CaException {
        byte[] wrapped = issuer.getExtensionValue(Extension.nameConstraints.getId());
        byte[] expected = NameLimits.permitted(domains).getEncoded();
        if (wrapped == null
                || !issuer.getCriticalExtensionOIDs().contains(Extension.nameConstraints.getId())
                || !Arrays.equals(ASN1OctetString.getInstance(wrapped).getOctets(), expected)) {
            throw new CaException(
                    "the certificate authority is confined to other domains than "
                            + String.join(", ", domains.permittedSubtrees())
                            + "; a changed domain needs a new root, which every client must then"
                            + " trust instead of the old one");
        }
    }

    private static KeyPair keyPair(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private static X509v3CertificateBuilder builder(
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
    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(126, random).setBit(126);
    }

    private static void add(
            X509v3CertificateBuilder builder,
            ASN1ObjectIdentifier id,
            boolean critical,
            ASN1Encodable value)
            throws IOException {
        builder.addExtension(id, critical, value);
    }

    private static X509Certificate sign(
            X509v3CertificateBuilder builder, PrivateKey key, SecureRandom random)
            throws GeneralSecurityException, OperatorCreationException {
        var signer = new JcaContentSignerBuilder(SIGNATURE).setSecureRandom(random).build(key);
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }
}
