package fr.bleu.app.platform;

import fr.bleu.http.ca.NodeCertificate;
import fr.bleu.trust.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the store knows of a node: {@code format(1) = 1 ‖ JSON}, with the members {@code name},
 * {@code site}, {@code country}, {@code entity}, {@code serial}, {@code key}, {@code version},
 * {@code joined}, {@code seen}, {@code stopped}, {@code generation} and {@code run}.
 *
 * @param serial the number of its latest certificate, hexadecimal
 * @param key the certificate's fingerprint: SHA-256 of its public key, hexadecimal
 * @param version of the software
 * @param joined when the name came to this key
 * @param seen when it last said that it lives, by the store's clock
 * @param stopped whether it ended in order
 * @param generation of the ledger that it wrote to; a restored cloud's is another
 * @param run which start of it this is
 */
record NodeRecord(
        Node node,
        String serial,
        String key,
        String version,
        Instant joined,
        Instant seen,
        boolean stopped,
        int generation,
        UUID run) {

    /** For how long a node that is silent may still be alive. */
    static final Duration LIVING = Duration.ofSeconds(90);

    private static final byte FORMAT = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A node that starts. */
    static NodeRecord of(
            NodeCertificate certificate, String version, Instant now, int generation, UUID run) {
        return new NodeRecord(
                certificate.node(),
                certificate.serial(),
                certificate.fingerprint(),
                version,
                now,
                now,
                false,
                generation,
                run);
    }

    /** The same of a node whose record is there already. */
    NodeRecord after(NodeRecord before) {
        return before.key.equals(key) ? joined(before.joined) : this;
    }

    private NodeRecord joined(Instant at) {
        return new NodeRecord(node, serial, key, version, at, seen, stopped, generation, run);
    }

    NodeRecord seen(Instant now) {
        return new NodeRecord(node, serial, key, version, joined, now, false, generation, run);
    }

    NodeRecord stopped(Instant now) {
        return new NodeRecord(node, serial, key, version, joined, now, true, generation, run);
    }

    /** With a renewed certificate. */
    NodeRecord certified(NodeCertificate certificate) {
        return new NodeRecord(
                node, certificate.serial(), key, version, joined, seen, stopped, generation, run);
    }

    /** Whether all that an auditor is told of is the same. */
    boolean isSameAs(NodeRecord other) {
        return node.equals(other.node)
                && serial.equals(other.serial)
                && key.equals(other.key)
                && version.equals(other.version);
    }

    /** Whether it may be running. */
    boolean isLiving(Instant now, int currentGeneration) {
        return !stopped
                && generation == currentGeneration
                && Duration.between(seen, now).abs().compareTo(LIVING) < 0;
    }

    byte[] encode() {
        byte[] json =
                JSON.writeValueAsBytes(
                        JSON.createObjectNode()
                                .put("name", node.name())
                                .put("site", node.site())
                                .put("country", node.country())
                                .put("entity", node.entity())
                                .put("serial", serial)
                                .put("key", key)
                                .put("version", version)
                                .put("joined", joined.toString())
                                .put("seen", seen.toString())
                                .put("stopped", stopped)
                                .put("generation", generation)
                                .put("run", run.toString()));
        byte[] value = new byte[1 + json.length];
        value[0] = FORMAT;
        System.arraycopy(json, 0, value, 1, json.length);
        return value;
    }

    static NodeRecord decode(byte[] value) {
        if (value[0] != FORMAT) {
            throw new IllegalStateException("the record of a node has another format");
        }
        JsonNode json = JSON.readTree(Arrays.copyOfRange(value, 1, value.length));
        return new NodeRecord(
                new Node(
                        text(json, "name"),
                        text(json, "site"),
                        text(json, "country"),
                        text(json, "entity")),
                text(json, "serial"),
                text(json, "key"),
                text(json, "version"),
                Instant.parse(text(json, "joined")),
                Instant.parse(text(json, "seen")),
                json.required("stopped").asBoolean(),
                json.required("generation").asInt(),
                UUID.fromString(text(json, "run")));
    }

    private static String text(JsonNode json, String name) {
        return json.required(name).asString();
    }
}
