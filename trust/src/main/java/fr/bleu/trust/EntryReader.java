package fr.bleu.trust;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what {@link EntryFormat} wrote. */
final class EntryReader {

    private static final JsonMapper JSON = new JsonMapper();

    private EntryReader() {}

    static ActivityLog.Activity read(long index, Instant time, byte[] entry) {
        JsonNode json = JSON.readTree(entry);
        if (json.get("v").asInt() != EntryFormat.VERSION) {
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
                json.get("count").asLong(),
                details);
    }

    /** The platform has no id; what it acts on says more. */
    private static String caller(JsonNode who) {
        boolean platform = who.get("type").asString().equals(Who.PLATFORM.type());
        return who.get(platform ? "via" : "id").asString();
    }
}
