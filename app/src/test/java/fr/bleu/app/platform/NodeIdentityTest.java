package fr.bleu.app.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.stamp.NodeSettings;
import fr.bleu.http.Domains;
import fr.bleu.http.ca.NodeCertificate;
import fr.bleu.http.ca.PlatformCa;
import fr.bleu.keys.PrivateFiles;
import fr.bleu.trust.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which certificate a start takes for its own. */
class NodeIdentityTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Domains DOMAINS = Domains.at(8443);
    private static final Node LYON = new Node("node7", "lyon", "FR", "Régie");

    @TempDir Path folder;
    private Instance instance;
    private PlatformCa authority;
    private Instant now = Instant.now();
    private final InstantSource clock = () -> now;

    @BeforeEach
    void anInstance() throws Exception {
        instance = Cloud.instance(folder);
        PrivateFiles.createFolder(instance.data());
        PrivateFiles.createFolder(instance.secrets());
        authority = Authority.open(instance, DOMAINS, clock, RANDOM);
    }

    private static NodeSettings settings(String name, String site) {
        return new NodeSettings(
                Optional.of(name), Optional.ofNullable(site), Optional.empty(), Optional.empty());
    }

    private NodeCertificate open(NodeSettings settings) throws Exception {
        return NodeIdentity.open(instance, settings, authority, clock, RANDOM).certificate();
    }

    private void given(PlatformCa by, Node node) throws Exception {
        byte[] pem =
                by.issueNodeCertificate(node, clock, RANDOM)
                        .pem()
                        .getBytes(StandardCharsets.US_ASCII);
        PrivateFiles.replace(instance.nodeCertificate(), pem);
    }

    private void assertRefused(String why, NodeSettings settings) throws IOException {
        String before = Files.readString(instance.nodeCertificate());
        String line = assertThrows(CommandFailure.class, () -> open(settings)).getMessage();
        assertTrue(line.contains(why), line);
        assertTrue(line.contains(instance.nodeCertificate().toString()), line);
        assertEquals(before, Files.readString(instance.nodeCertificate()));
    }

    @Test
    void theFirstStartMakesOneAndTheNextOneReadsIt() throws Exception {
        NodeCertificate made = open(settings("node7", "lyon"));
        PrivateFiles.checkFile(instance.nodeCertificate());
        assertEquals(new Node("node7", "lyon", "FR", "this instance's operator"), made.node());
        assertEquals(made, open(settings("node7", "lyon")));
    }

    @Test
    void whatTheConfigurationLeavesOutTheCertificateSays() throws Exception {
        given(authority, LYON);
        assertEquals(LYON, open(NodeSettings.NONE).node());
        assertEquals(LYON, open(settings("node7", null)).node());
    }

    @Test
    void anotherNodeThanIsConfiguredIsRefused() throws Exception {
        given(authority, LYON);
        assertRefused("the configuration says node7, paris, FR", settings("node7", "paris"));
        assertRefused("the configuration says node8, lyon, FR", settings("node8", null));
    }

    @Test
    void anotherCloudsIsRefused() throws Exception {
        Instance other = Cloud.instance(folder.resolve("other"));
        PrivateFiles.createFolder(other.data());
        PrivateFiles.createFolder(other.secrets());
        given(Authority.open(other, DOMAINS, clock, RANDOM), LYON);
        assertRefused("another CA than this cloud's", NodeSettings.NONE);
    }

    @Test
    void anExpiredOneIsRefused() throws Exception {
        given(authority, LYON);
        now = now.plus(Duration.ofDays(366));
        assertRefused("it has expired", NodeSettings.NONE);
    }

    @Test
    void damageIsRefused() throws Exception {
        PrivateFiles.replace(instance.nodeCertificate(), new byte[] {1, 2, 3});
        assertRefused("it does not hold a key", NodeSettings.NONE);
    }

    @Test
    void inItsLastThirdItIsRenewedForTheSameKey() throws Exception {
        NodeCertificate made = open(NodeSettings.NONE);
        now = made.renewAt().minusSeconds(1);
        assertEquals(made.serial(), open(NodeSettings.NONE).serial());
        now = made.renewAt();
        NodeCertificate renewed = open(NodeSettings.NONE);
        assertNotEquals(made.serial(), renewed.serial());
        assertEquals(made.fingerprint(), renewed.fingerprint());
        assertEquals(renewed, open(NodeSettings.NONE));
    }

    /** A start too: the certificate that is there is valid for months. */
    @Test
    void aRenewalThatFailsIsTriedAgain() throws Exception {
        NodeCertificate made = open(NodeSettings.NONE);
        Path fresh = instance.nodeCertificate().resolveSibling("node.pem.new");
        Files.createDirectories(fresh.resolve("in-the-way"));
        now = made.renewAt();
        NodeIdentity identity =
                NodeIdentity.open(instance, NodeSettings.NONE, authority, clock, RANDOM);
        assertEquals(made, identity.certificate());
        identity.renew();
        assertEquals(made, identity.certificate());
        Files.delete(fresh.resolve("in-the-way"));
        identity.renew();
        assertNotEquals(made.serial(), identity.certificate().serial());
    }

    @Test
    void aRunningNodeRenewsItsOwn() throws Exception {
        NodeIdentity identity =
                NodeIdentity.open(instance, NodeSettings.NONE, authority, clock, RANDOM);
        NodeCertificate made = identity.certificate();
        now = made.renewAt();
        identity.renew();
        assertNotEquals(made.serial(), identity.certificate().serial());
        assertEquals(identity.certificate(), open(NodeSettings.NONE));
    }
}
