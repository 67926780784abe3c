package fr.bleu.resources;

import fr.bleu.http.Json;
import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Format 1 of resource records, and their keys. */
final class ResourceFormat {

    private ResourceFormat() {}

    static Key key(UUID tenant, ResourceId id) {
        return group(id)
                .resources(tenant)
                .text(id.fullType().toLowerCase(Locale.ROOT))
                .text(id.name().toLowerCase(Locale.ROOT));
    }

    /** The counter that limits the resources of a type in a group. */
    static Key count(UUID tenant, GroupId group, String fullType) {
        return Key.of(tenant, Tables.COUNTS)
                .id(group.subscription())
                .text(group.name().toLowerCase(Locale.ROOT))
                .text(fullType.toLowerCase(Locale.ROOT));
    }

    static GroupId group(ResourceId id) {
        return new GroupId(id.subscription(), id.group());
    }

    static byte[] write(Resource resource) {
        ObjectNode json =
                Json.object()
                        .put("subscription", resource.id().subscription().toString())
                        .put("group", resource.id().group())
                        .put("namespace", resource.id().namespace())
                        .put("type", resource.id().type())
                        .put("name", resource.id().name())
                        .put("owner", resource.owner().toString())
                        .put("location", resource.location())
                        .put("createdAt", resource.createdAt().toEpochMilli())
                        .put("createdBy", resource.createdBy())
                        .put("changedAt", resource.changedAt().toEpochMilli())
                        .put("changedBy", resource.changedBy());
        json.set("tags", RecordJson.object(resource.tags()));
        json.set("settings", resource.settings());
        json.set("properties", resource.properties());
        return RecordJson.write(json);
    }

    static Resource read(Stored stored) {
        ObjectNode json = RecordJson.read(stored.value());
        ResourceId id =
                new ResourceId(
                        UUID.fromString(text(json, "subscription")),
                        text(json, "group"),
                        text(json, "namespace"),
                        text(json, "type"),
                        text(json, "name"));
        return new Resource(
                stored.key().owner(),
                id,
                UUID.fromString(text(json, "owner")),
                text(json, "location"),
                RecordJson.texts(json.path("tags")),
                object(json, "settings"),
                object(json, "properties"),
                Instant.ofEpochMilli(json.path("createdAt").asLong()),
                text(json, "createdBy"),
                Instant.ofEpochMilli(json.path("changedAt").asLong()),
                text(json, "changedBy"),
                stored.unchanged());
    }

    private static String text(ObjectNode json, String name) {
        return json.path(name).asString();
    }

    private static ObjectNode object(ObjectNode json, String name) {
        JsonNode node = json.path(name);
        return node instanceof ObjectNode object ? object : Json.object();
    }
}
