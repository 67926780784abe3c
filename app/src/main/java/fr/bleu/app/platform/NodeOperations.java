package fr.bleu.app.platform;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.stamp.NodePack;
import fr.bleu.app.stamp.NodeSettings;
import fr.bleu.http.ca.CaException;
import fr.bleu.http.ca.NodeCertificate;
import fr.bleu.trust.Actions;
import fr.bleu.trust.Node;
import fr.bleu.trust.Permit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What the operator asks about nodes over the control socket. */
final class NodeOperations {

    private final Instance instance;
    private final Platform platform;

    NodeOperations(Instance instance, Platform platform) {
        this.instance = instance;
        this.platform = platform;
    }

    /** What is to be written has its entry before it is. */
    Object pack(String operator, JsonNode arguments) {
        Path file = Path.of(arguments.path("file").asString());
        if (!platform.isNode()) {
            throw new CommandFailure(
                    "this cloud is a machine by itself: only one whose --stamp file names"
                            + " database and bucket has further nodes");
        }
        Permit permit = Operations.permit(platform, operator, Actions.NODE_PACK);
        Node node = named(arguments);
        try {
            NodeCertificate certificate = platform.identity().issue(node);
            platform.trust().commits().record(permit, details(certificate));
            byte[] pem = certificate.pem().getBytes(StandardCharsets.US_ASCII);
            NodePack.write(instance, pem, file);
        } catch (IOException e) {
            throw new CommandFailure("cannot pack into " + file + ": " + CommandFailure.reason(e));
        } catch (CaException | GeneralSecurityException e) {
            throw new CommandFailure("cannot make a certificate: " + e.getMessage());
        }
        return Map.of();
    }

    /** What is not said is as of this node. */
    private Node named(JsonNode arguments) {
        try {
            return new NodeSettings(
                            Optional.of(arguments.path("node").asString("")),
                            option(arguments, "site"),
                            option(arguments, "country"),
                            option(arguments, "entity"))
                    .over(platform.identity().certificate().node());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(e.getMessage());
        }
    }

    private static Optional<String> option(JsonNode arguments, String name) {
        return arguments.has(name)
                ? Optional.of(arguments.path(name).asString())
                : Optional.empty();
    }

    private static Map<String, String> details(NodeCertificate certificate) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("node", certificate.node().name());
        details.put("site", certificate.node().site());
        details.put("country", certificate.node().country());
        details.put("entity", certificate.node().entity());
        details.put("serial", certificate.serial());
        details.put("key", certificate.fingerprint());
        return details;
    }

    Object list(String operator, JsonNode arguments) {
        Permit _ = Operations.permit(platform, operator, Actions.STATUS);
        Instant now = platform.nodes().now();
        int generation = platform.nodes().generation();
        List<Map<String, String>> told =
                platform.nodes().list().stream().map(it -> told(it, now, generation)).toList();
        return Map.of("nodes", told);
    }

    private static Map<String, String> told(NodeRecord record, Instant now, int generation) {
        Map<String, String> told = new LinkedHashMap<>();
        told.put("name", record.node().name());
        told.put("site", record.node().site());
        told.put("country", record.node().country());
        told.put("entity", record.node().entity());
        told.put("version", record.version());
        told.put("serial", record.serial());
        told.put("seen", record.seen().toString());
        told.put("state", state(record, now, generation));
        return told;
    }

    private static String state(NodeRecord record, Instant now, int generation) {
        if (record.stopped()) {
            return "stopped";
        }
        return record.isLiving(now, generation) ? "running" : "silent";
    }
}
