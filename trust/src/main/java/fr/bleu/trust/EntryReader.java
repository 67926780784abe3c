package fr.bleu.trust;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what {@link EntryFormat} wrote, of format 1 too. */
final class EntryReader {

    private static final JsonMapper JSON = new JsonMapper();

    private EntryReader() {}

    static ActivityLog.Activity read(long index, Instant time, byte[] entry) {
        JsonNode json = JSON.readTree(entry);
        int version = json.get("v").asInt();
        if (version < 1 || version > EntryFormat.VERSION) {
            throw new IllegalStateException("entry " + index + " has an unknown version");
        }
        Map<String, String> details = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> detail : json.get("details").properties()) {
            details.put(detail.getKey(), detail.getValue().asString());
        }
        return new ActivityLog.Activity(
                index,
                time,
                json.get("kind").asString(),
                json.get("result").asString(),
                json.get("caller").get("type").asString(),
                caller(json.get("caller")),
                json.get("action").asString(),
                new Scope(json.get("scope").asString(), json.get("item").asString()),
                json.get("rule").asString(),
                json.get("request").asString(),
                json.get("origin").asString(),
                version == 1 ? Optional.empty() : Optional.of(node(json.get("node"))),
                json.get("count").asLong(),
                details);
    }

    private static Node node(JsonNode node) {
        return new Node(
                node.get("name").asString(),
                node.get("site").asString(),
                node.get("country").asString(),
                node.get("entity").asString());
    }

    /** The platform has no id; what it acts on says more. */
    private static String caller(JsonNode who) {
        boolean platform = who.get("type").asString().equals(Who.PLATFORM.type());
        return who.get(platform ? "via" : "id").asString();
    }
}
