package fr.bleu.http.ca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fr.bleu.http.Domains;
import fr.bleu.trust.Node;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a node's certificate says, and which ones are not taken for it. */
class NodeCertificateTest {
    private static final Domains DOMAINS = Domains.at(8443);
    private static final InstantSource CLOCK = InstantSource.system();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Node NODE =
            new Node("node-2", "lyon", "FR", "Régie, d'Eau + Énergie \"Rhône\"");

    private final PlatformCa.Created created = PlatformCa.create(DOMAINS, CLOCK, RANDOM);
    private final PlatformCa authority = load(created);

    NodeCertificateTest() throws CaException {}

    private static PlatformCa load(PlatformCa.Created made) throws CaException {
        return PlatformCa.load(
                DOMAINS, made.rootCertPem(), made.issuerCertPem(), made.issuerPrivateKey(), CLOCK);
    }

    private NodeCertificate issued() throws CaException {
        return authority.issueNodeCertificate(NODE, CLOCK, RANDOM);
    }

    private String refused(String pem, InstantSource clock) {
        CaException refused =
                assertThrows(CaException.class, () -> authority.readNodeCertificate(pem, clock));
        return refused.getMessage();
    }

    @Test
    void whatWasIssuedIsReadAgain() throws Exception {
        NodeCertificate issued = issued();
        NodeCertificate read = authority.readNodeCertificate(issued.pem(), CLOCK);
        assertEquals(NODE, read.node());
        assertEquals(issued, read);
        assertEquals(issued.fingerprint(), read.fingerprint());
        assertNotEquals(issued.fingerprint(), issued().fingerprint());
    }

    @Test
    void anEntityMayBeginWithAnySign() throws Exception {
        for (String entity : List.of("#1", "#0c0161", "\\", "\\#1", " a", "\"", "=")) {
            Node node = new Node("node-2", "lyon", "FR", entity);
            String pem = authority.issueNodeCertificate(node, CLOCK, RANDOM).pem();
            assertEquals(node, authority.readNodeCertificate(pem, CLOCK).node());
        }
    }

    /** Name constraints and key usages of the whole chain, as a strict reader takes them. */
    @Test
    void javaAcceptsItsChainForAClientAndNotForAServer() throws Exception {
        NodeCertificate issued = issued();
        assertEquals(List.of("1.3.6.1.5.5.7.3.2"), issued.certificate().getExtendedKeyUsage());
        assertEquals(
                List.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"),
                Pem.certificate(created.issuerCertPem()).getExtendedKeyUsage());
        assertEquals(-1, issued.certificate().getBasicConstraints());
        var path =
                CertificateFactory.getInstance("X.509")
                        .generateCertPath(
                                List.of(
                                        issued.certificate(),
                                        Pem.certificate(created.issuerCertPem())));
        var parameters =
                new PKIXParameters(
                        Set.of(new TrustAnchor(Pem.certificate(created.rootCertPem()), null)));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }

    @Test
    void aCertificateOfAnotherCloudIsRefused() throws Exception {
        PlatformCa other = load(PlatformCa.create(DOMAINS, CLOCK, RANDOM));
        String foreign = other.issueNodeCertificate(NODE, CLOCK, RANDOM).pem();
        assertEquals("another CA than this cloud's issued it", refused(foreign, CLOCK));
    }

    @Test
    void anotherTimeIsRefused() throws Exception {
        String pem = issued().pem();
        InstantSource late = InstantSource.fixed(Instant.now().plus(Duration.ofDays(366)));
        assertEquals("it has expired", refused(pem, late));
        InstantSource early = InstantSource.fixed(Instant.now().minus(Duration.ofDays(1)));
        assertEquals("it is not valid yet: the clock is behind", refused(pem, early));
    }

    @Test
    void anotherKeyIsRefused() throws Exception {
        String pem = Pem.of(issued().key()) + Pem.of(issued().certificate());
        assertEquals("its key is another certificate's", refused(pem, CLOCK));
    }

    @Test
    void theServersCertificateIsNoNodes() throws Exception {
        ServerCertificate server = authority.issueServerCertificate(CLOCK, RANDOM);
        String pem = Pem.of(server.key()) + Pem.of(server.leaf());
        assertEquals("it is no node's certificate", refused(pem, CLOCK));
    }

    @Test
    void whatIsNeitherIsRefusedWithoutTellingWhatItHolds() throws Exception {
        String key = Pem.of(issued().key());
        for (String pem : List.of("", key, Pem.of(issued().certificate()), "x")) {
            assertEquals("it does not hold a key and its certificate", refused(pem, CLOCK));
        }
        assertFalse(issued().toString().contains("PRIVATE"));
    }

    @Test
    void aRenewedOneIsOfTheSameNodeAndKey() throws Exception {
        NodeCertificate old = issued();
        InstantSource later = InstantSource.fixed(old.renewAt());
        NodeCertificate renewed = authority.renew(old, later, RANDOM);
        assertEquals(old.node(), renewed.node());
        assertEquals(old.fingerprint(), renewed.fingerprint());
        assertNotEquals(old.serial(), renewed.serial());
        assertEquals(
                Duration.ofDays(365),
                Duration.between(
                        old.renewAt().truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                        renewed.certificate().getNotAfter().toInstant()));
        assertEquals(renewed, authority.readNodeCertificate(renewed.pem(), later));
    }
}
