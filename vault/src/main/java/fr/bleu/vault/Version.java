package fr.bleu.vault;

import fr.bleu.http.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One version of a secret, as it is sealed.
 *
 * @param id 32 hexadecimal digits
 * @param value at most 25,600 bytes of UTF-8
 * @param created Unix seconds
 * @param updated Unix seconds
 */
public record Version(
        String secret,
        String id,
        String value,
        Optional<String> contentType,
        Attributes attributes,
        Map<String, String> tags,
        long created,
        long updated) {

    public Version {
        tags = Map.copyOf(tags);
    }

    /** Says nothing of the value. */
    @Override
    public String toString() {
        return "Version[" + secret + "/" + id + "]";
    }

    byte[] encode() {
        ObjectNode json = Json.object();
        json.put("secret", secret);
        json.put("id", id);
        json.put("value", value);
        contentType.ifPresent(type -> json.put("contentType", type));
        json.put("enabled", attributes.enabled());
        attributes.notBefore().ifPresent(time -> json.put("nbf", time));
        attributes.expires().ifPresent(time -> json.put("exp", time));
        ObjectNode tagsJson = json.putObject("tags");
        tags.forEach(tagsJson::put);
        json.put("created", created);
        json.put("updated", updated);
        return Json.write(json);
    }

    static Version decode(byte[] bytes) {
        JsonNode json = Formats.json(bytes);
        Map<String, String> tags = new LinkedHashMap<>();
        json.path("tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asString()));
        return new Version(
                json.path("secret").asString(),
                json.path("id").asString(),
                json.path("value").asString(),
                Optional.ofNullable(json.get("contentType")).map(JsonNode::asString),
                new Attributes(
                        json.path("enabled").asBoolean(), time(json, "nbf"), time(json, "exp")),
                tags,
                json.path("created").asLong(),
                json.path("updated").asLong());
    }

    private static Optional<Long> time(JsonNode json, String name) {
        return Optional.ofNullable(json.get(name)).map(JsonNode::asLong);
    }
}
