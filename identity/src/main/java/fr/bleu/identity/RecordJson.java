package fr.bleu.identity;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Records as they stand in the store: a format byte and a JSON object. */
final class RecordJson {
    private static final byte FORMAT = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private RecordJson() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static byte[] write(ObjectNode node) {
        byte[] json = JSON.writeValueAsBytes(node);
        byte[] value = new byte[json.length + 1];
        value[0] = FORMAT;
        System.arraycopy(json, 0, value, 1, json.length);
        return value;
    }

    static JsonNode read(byte[] value) {
        if (value.length == 0 || value[0] != FORMAT) {
            throw new IllegalStateException("a directory record has an unknown format");
        }
        return JSON.readTree(Arrays.copyOfRange(value, 1, value.length));
    }

    static UUID id(JsonNode node, String name) {
        return UUID.fromString(node.required(name).asString());
    }

    static String text(JsonNode node, String name) {
        return node.required(name).asString();
    }

    static Instant time(JsonNode node, String name) {
        return Instant.parse(node.required(name).asString());
    }

    static byte[] bytes(JsonNode node, String name) {
        return java.util.Base64.getDecoder().decode(node.required(name).asString());
    }

    static String base64(byte[] bytes) {
        return java.util.Base64.getEncoder().encodeToString(bytes);
    }
}
