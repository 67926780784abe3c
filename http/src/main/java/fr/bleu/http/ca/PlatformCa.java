package fr.bleu.http.ca;

import static fr.bleu.http.ca.Certificates.add;
import static fr.bleu.http.ca.Certificates.builder;
import static fr.bleu.http.ca.Certificates.keyPair;
import static fr.bleu.http.ca.Certificates.requireKey;
import static fr.bleu.http.ca.Certificates.serial;
import static fr.bleu.http.ca.Certificates.sign;

import fr.bleu.http.Domains;
import fr.bleu.trust.Node;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * The platform's own certificate authority: a root that signed one issuing CA and whose key then
 * ceased to exist, and the issuing CA, confined by critical name constraints to the platform's
 * names and to loopback addresses. Clients trust the root by choice; whoever steals the issuing key
 * can impersonate this platform to them and nobody else.
 *
 * <p>The constraints stand on the issuing CA because Java ignores those of a trust anchor.
 */
public final class PlatformCa {
    private static final Duration CA_LIFE = Duration.ofDays(3650);
    private static final Duration SERVER_LIFE = Duration.ofDays(90);

    /** A machine may be off for some months and start again. */
    private static final Duration NODE_LIFE = Duration.ofDays(365);

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
                    new ExtendedKeyUsage(
                            new KeyPurposeId[] {
                                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                            }));
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
            requireKey(
                    issuer,
                    issuerPrivateKey,
                    "the issuing CA's key belongs to another certificate");
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
        KeyPair keys = newKeys(random);
        X509Certificate leaf =
                issue(
                        new Subject(
                                new X500Name("O=Bleu,CN=Bleu server"),
                                NameLimits.certified(domains),
                                KeyPurposeId.id_kp_serverAuth),
                        keys.getPublic(),
                        SERVER_LIFE,
                        clock,
                        random);
        return new ServerCertificate(keys.getPrivate(), List.of(leaf, issuer));
    }

    /** Issues a node a certificate that says who it is and where it stands, with a new key. */
    public NodeCertificate issueNodeCertificate(Node node, InstantSource clock, SecureRandom random)
            throws CaException {
        KeyPair keys = newKeys(random);
        X509Certificate leaf = issue(subject(node), keys.getPublic(), NODE_LIFE, clock, random);
        return new NodeCertificate(node, keys.getPrivate(), leaf);
    }

    /** Issues a node its next certificate, for the key that it has. */
    public NodeCertificate renew(NodeCertificate old, InstantSource clock, SecureRandom random)
            throws CaException {
        PublicKey key = old.certificate().getPublicKey();
        X509Certificate leaf = issue(subject(old.node()), key, NODE_LIFE, clock, random);
        return new NodeCertificate(old.node(), old.key(), leaf);
    }

    /**
     * Reads a node's key and certificate.
     *
     * @param pem both, as {@link NodeCertificate#pem} writes them
     * @throws CaException if another CA issued it, it is not valid now, the key is another one's,
     *     or it is no node's; the message holds nothing of the key
     */
    public NodeCertificate readNodeCertificate(String pem, InstantSource clock) throws CaException {
        try {
            X509Certificate certificate = Pem.certificate(pem);
            PrivateKey key = Pem.privateKey(pem);
            requireIssued(certificate);
            certificate.checkValidity(Date.from(clock.instant()));
            requireKey(certificate, key, "its key is another certificate's");
            return new NodeCertificate(
                    NodeSubject.node(certificate.getSubjectX500Principal()), key, certificate);
        } catch (CertificateExpiredException e) {
            throw new CaException("it has expired", e);
        } catch (CertificateNotYetValidException e) {
            throw new CaException("it is not valid yet: the clock is behind", e);
        } catch (GeneralSecurityException e) {
            throw new CaException("it does not hold a key and its certificate", e);
        }
    }

    private void requireIssued(X509Certificate certificate) throws CaException {
        try {
            certificate.verify(issuer.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new CaException("another CA than this cloud's issued it", e);
        }
    }

    /** Whom a certificate is for, and for what. */
    private record Subject(X500Name name, GeneralNames names, KeyPurposeId purpose) {}

    /** With a name of its own below the domains, which no server has: the issuer may certify it. */
    private Subject subject(Node node) {
        String name = node.name() + ".nodes." + domains.base();
        return new Subject(
                NodeSubject.of(node),
                new GeneralNames(new GeneralName(GeneralName.dNSName, name)),
                KeyPurposeId.id_kp_clientAuth);
    }

    private X509Certificate issue(
            Subject subject, PublicKey key, Duration life, InstantSource clock, SecureRandom random)
            throws CaException {
        try {
            var extensions = new JcaX509ExtensionUtils();
            X500Name issuerName =
                    X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded());
            var builder = builder(issuerName, subject.name(), key, clock.instant(), life, random);
            add(builder, Extension.basicConstraints, true, new BasicConstraints(false));
            add(builder, Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            add(
                    builder,
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(subject.purpose()));
            add(builder, Extension.subjectAlternativeName, false, subject.names());
            add(
                    builder,
                    Extension.subjectKeyIdentifier,
                    false,
                    extensions.createSubjectKeyIdentifier(key));
            add(
                    builder,
                    Extension.authorityKeyIdentifier,
                    false,
                    extensions.createAuthorityKeyIdentifier(issuer));
            return sign(builder, issuerKey, random);
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new CaException("a certificate could not be issued", e);
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

    private static KeyPair newKeys(SecureRandom random) throws CaException {
        try {
            return keyPair(random);
        } catch (GeneralSecurityException e) {
            throw new CaException("a key could not be made", e);
        }
    }
}
