package fr.bleu.app.platform;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.stamp.NodeSettings;
import fr.bleu.http.ca.CaException;
import fr.bleu.http.ca.NodeCertificate;
import fr.bleu.http.ca.PlatformCa;
import fr.bleu.keys.PrivateFiles;
import fr.bleu.trust.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Who this node is: what the certificate of the cloud's CA in its private folder says. */
final class NodeIdentity {
    private static final Logger LOG = Logger.getLogger(NodeIdentity.class.getName());
    private static final int MAX_BYTES = 64 * 1024;

    private final Path file;
    private final PlatformCa authority;
    private final InstantSource clock;
    private final SecureRandom random;
    private NodeCertificate certificate;

    private NodeIdentity(
            Path file, PlatformCa authority, InstantSource clock, SecureRandom random) {
        this.file = file;
        this.authority = authority;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Reads the certificate; a folder without one gets one as the node is configured, and one in
     * the last third of its life is renewed.
     *
     * @throws CommandFailure where the certificate is not this cloud's, has expired, lacks its key,
     *     or is another node's than the configuration says
     */
    static NodeIdentity open(
            Instance instance,
            NodeSettings settings,
            PlatformCa authority,
            InstantSource clock,
            SecureRandom random)
            throws IOException, GeneralSecurityException, CaException {
        NodeIdentity identity =
                new NodeIdentity(instance.nodeCertificate(), authority, clock, random);
        if (Files.exists(identity.file)) {
            identity.certificate = identity.read();
            identity.require(settings);
            identity.renew();
        } else {
            identity.keep(authority.issueNodeCertificate(settings.alone(), clock, random));
        }
        return identity;
    }

    NodeCertificate certificate() {
        return certificate;
    }

    /** The cloud's CA, which every node has. */
    PlatformCa authority() {
        return authority;
    }

    /** Another node's certificate. */
    NodeCertificate issue(Node node) throws CaException {
        return authority.issueNodeCertificate(node, clock, random);
    }

    /**
     * Has another certificate for the same key, when it is time. What fails is only told: the one
     * that is there is valid for months, and the next round or start tries again.
     */
    void renew() {
        if (clock.instant().isBefore(certificate.renewAt())) {
            return;
        }
        try {
            keep(authority.renew(certificate, clock, random));
        } catch (CaException | GeneralSecurityException | IOException | RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "this node's certificate, valid until "
                            + certificate.certificate().getNotAfter().toInstant()
                            + ", could not be renewed; it is tried again",
                    e);
        }
    }

    private void keep(NodeCertificate made) throws IOException, GeneralSecurityException {
        PrivateFiles.replace(file, made.pem().getBytes(StandardCharsets.US_ASCII));
        certificate = made;
    }

    private NodeCertificate read() throws IOException {
        String pem = new String(PrivateFiles.read(file, MAX_BYTES), StandardCharsets.US_ASCII);
        try {
            return authority.readNodeCertificate(pem, clock);
        } catch (CaException e) {
            throw new CommandFailure(
                    "this node's certificate, "
                            + file
                            + ", cannot be used: "
                            + e.getMessage()
                            + "; without the file the next start makes another");
        }
    }

    /** What the configuration leaves out the certificate says. */
    private void require(NodeSettings settings) {
        Node certified = certificate.node();
        Node configured = settings.over(certified);
        if (!configured.equals(certified)) {
            throw new CommandFailure(
                    "the configuration says "
                            + text(configured)
                            + ", but this node's certificate, "
                            + file
                            + ", is of "
                            + text(certified)
                            + ": correct the first, or remove the second and the next start makes"
                            + " one as configured");
        }
    }

    private static String text(Node node) {
        return String.join(", ", node.name(), node.site(), node.country(), node.entity());
    }
}
