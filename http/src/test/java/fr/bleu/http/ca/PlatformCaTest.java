package fr.bleu.http.ca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Domains;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformCaTest {
    private static final Domains DOMAINS = Domains.at(8443);
    private static final InstantSource CLOCK = InstantSource.system();
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir Path folder;

    private final PlatformCa.Created created = PlatformCa.create(DOMAINS, CLOCK, RANDOM);

    PlatformCaTest() throws CaException {}

    private PlatformCa load(Domains domains, InstantSource clock) throws CaException {
        return PlatformCa.load(
                domains,
                created.rootCertPem(),
                created.issuerCertPem(),
                created.issuerPrivateKey(),
                clock);
    }

    /** A certificate that a thief of the issuing key makes. */
    private X509Certificate forged(String subject, GeneralName... names) throws Exception {
        X509Certificate issuer = Pem.certificate(created.issuerCertPem());
        var builder =
                new JcaX509v3CertificateBuilder(
                        X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()),
                        BigInteger.valueOf(4711),
                        Date.from(Instant.now().minusSeconds(60)),
                        Date.from(Instant.now().plusSeconds(3600)),
                        new X500Name(subject),
                        keys().getPublic());
        builder.addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        if (names.length > 0) {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        return sign(builder);
    }

    private X509Certificate sign(JcaX509v3CertificateBuilder builder) throws Exception {
        var signer =
                new JcaContentSignerBuilder("SHA256withECDSA").build(created.issuerPrivateKey());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static KeyPair keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static GeneralName dns(String name) {
        return new GeneralName(GeneralName.dNSName, name);
    }

    private static GeneralName ip(String address) {
        return new GeneralName(
                GeneralName.iPAddress,
                new DEROctetString(InetAddress.ofLiteral(address).getAddress()));
    }

    private void javaVerifies(X509Certificate leaf) throws Exception {
        var path =
                CertificateFactory.getInstance("X.509")
                        .generateCertPath(List.of(leaf, Pem.certificate(created.issuerCertPem())));
        var parameters =
                new PKIXParameters(
                        Set.of(new TrustAnchor(Pem.certificate(created.rootCertPem()), null)));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }

    /** What {@code openssl verify} says; OK is empty. */
    private String openSslVerifies(X509Certificate leaf) throws Exception {
        Path root = Files.writeString(folder.resolve("root.pem"), created.rootCertPem());
        Path issuer = Files.writeString(folder.resolve("issuer.pem"), created.issuerCertPem());
        Path server = Files.writeString(folder.resolve("leaf.pem"), Pem.of(leaf));
        Process process;
        try {
            process =
                    new ProcessBuilder(
                                    "openssl",
                                    "verify",
                                    "-x509_strict",
                                    "-purpose",
                                    "sslserver",
                                    "-CAfile",
                                    root.toString(),
                                    "-untrusted",
                                    issuer.toString(),
                                    server.toString())
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            throw new AssertionError("this test needs the openssl command: install openssl", e);
        }
        String said =
                new String(
                        process.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        return process.exitValue() == 0 ? "" : said;
    }

    @Test
    @Tag("openssl")
    void javaAndOpenSslAcceptTheServersCertificate() throws Exception {
        ServerCertificate certificate = load(DOMAINS, CLOCK).issueServerCertificate(CLOCK, RANDOM);
        javaVerifies(certificate.leaf());
        assertEquals("", openSslVerifies(certificate.leaf()));
        assertEquals(2, certificate.chain().size());
        assertEquals(-1, certificate.leaf().getBasicConstraints());
    }

    @Test
    @Tag("openssl")
    void javaAndOpenSslRefuseOtherNamesOfTheSameIssuer() throws Exception {
        for (GeneralName name :
                List.of(
                        dns("login.microsoftonline.com"),
                        dns("example.fr"),
                        dns("xbleu.example"),
                        dns("*.fr"),
                        dns("localhost.example"),
                        ip("127.0.0.2"),
                        ip("10.0.0.1"),
                        ip("::2"))) {
            for (X509Certificate leaf :
                    List.of(
                            forged("CN=Bleu server", name),
                            forged("CN=Bleu server", dns("localhost"), name))) {
                assertThrows(
                        CertPathValidatorException.class,
                        () -> javaVerifies(leaf),
                        name.toString());
                String said = openSslVerifies(leaf);
                assertTrue(said.contains("permitted subtree violation"), name + ": " + said);
            }
        }
        X509Certificate control =
                forged("CN=Bleu server", dns("x.bleu.localhost"), ip("127.0.0.1"));
        javaVerifies(control);
    }

    @Test
    @Tag("openssl")
    void aNameInTheSubjectAloneIsRefusedToo() throws Exception {
        X509Certificate leaf = forged("CN=login.microsoftonline.com");
        assertThrows(CertPathValidatorException.class, () -> javaVerifies(leaf));
        assertFalse(openSslVerifies(leaf).isEmpty());
    }

    @Test
    void theIssuerCannotMakeAnotherAuthority() throws Exception {
        X509Certificate issuer = Pem.certificate(created.issuerCertPem());
        assertEquals(0, issuer.getBasicConstraints());
        assertTrue(issuer.getCriticalExtensionOIDs().contains("2.5.29.30"));
        KeyPair second = keys();
        var builder =
                new JcaX509v3CertificateBuilder(
                        X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()),
                        BigInteger.TWO,
                        Date.from(Instant.now().minusSeconds(60)),
                        Date.from(Instant.now().plusSeconds(3600)),
                        new X500Name("CN=second"),
                        second.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        X509Certificate authority = sign(builder);
        ServerCertificate honest = load(DOMAINS, CLOCK).issueServerCertificate(CLOCK, RANDOM);
        var path =
                CertificateFactory.getInstance("X.509")
                        .generateCertPath(List.of(honest.leaf(), authority, issuer));
        var parameters =
                new PKIXParameters(
                        Set.of(new TrustAnchor(Pem.certificate(created.rootCertPem()), null)));
        parameters.setRevocationEnabled(false);
        assertThrows(
                CertPathValidatorException.class,
                () -> CertPathValidator.getInstance("PKIX").validate(path, parameters));
        assertThrows(CertPathValidatorException.class, () -> javaVerifies(authority));
    }

    @Test
    void theRootsKeyIsNotAmongWhatIsReturned() throws Exception {
        // The only private key that leaves is the issuer's: everything else returned is public.
        var components =
                Arrays.stream(PlatformCa.Created.class.getRecordComponents())
                        .map(java.lang.reflect.RecordComponent::getName)
                        .toList();
        assertEquals(List.of("rootCertPem", "issuerCertPem", "issuerPrivateKey"), components);
        X509Certificate root = Pem.certificate(created.rootCertPem());
        assertFalse(created.rootCertPem().contains("PRIVATE"));
        assertFalse(created.issuerCertPem().contains("PRIVATE"));
        var wrong =
                assertThrows(
                        CaException.class,
                        () ->
                                PlatformCa.load(
                                        DOMAINS,
                                        created.rootCertPem(),
                                        created.rootCertPem(),
                                        created.issuerPrivateKey(),
                                        CLOCK));
        assertEquals("the issuing CA's key belongs to another certificate", wrong.getMessage());
        assertEquals(1, root.getBasicConstraints());
        assertFalse(
                created.toString().contains(Pem.of(created.issuerPrivateKey()).substring(30, 60)));
    }

    @Test
    void changedDomainsNeedANewRoot() throws Exception {
        load(DOMAINS, CLOCK);
        load(Domains.at(9443), CLOCK);
        CaException refused =
                assertThrows(
                        CaException.class, () -> load(new Domains("cloud.example", 443), CLOCK));
        assertTrue(refused.getMessage().contains("needs a new root"), refused.getMessage());
    }

    @Test
    void anExpiredAuthorityIsNotLoaded() {
        assertThrows(
                CaException.class,
                () ->
                        load(
                                DOMAINS,
                                InstantSource.fixed(Instant.now().plus(Duration.ofDays(3651)))));
    }

    @Test
    void aServerCertificateIsRenewedWhenAThirdOfItsLifeIsLeft() throws Exception {
        ServerCertificate certificate = load(DOMAINS, CLOCK).issueServerCertificate(CLOCK, RANDOM);
        Duration until = Duration.between(Instant.now(), certificate.renewAt());
        assertEquals(59, until.toDays());
    }

    @Test
    void keysAndCertificatesSurviveAsText() throws Exception {
        String pem = Pem.of(created.issuerPrivateKey());
        assertEquals(created.issuerPrivateKey(), Pem.privateKey(pem));
        assertThrows(
                java.security.GeneralSecurityException.class,
                () -> Pem.privateKey(created.rootCertPem()));
    }
}
