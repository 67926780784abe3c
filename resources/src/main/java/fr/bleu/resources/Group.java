package fr.bleu.resources;

import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import fr.bleu.store.Check;
import fr.bleu.store.Reads.Stored;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * A resource group.
 *
 * @param location the region, normalised
 * @param deletion the operation that is deleting it
 * @param unchanged the check that it is still what was read
 */
public record Group(
        GroupId id,
        String location,
        Map<String, String> tags,
        Optional<UUID> deletion,
        Check unchanged) {

    public Group {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    /** What ARM calls its state. */
    public String provisioningState() {
        return deletion.isPresent() ? "Deleting" : "Succeeded";
    }

    /**
     * A group never moves.
     *
     * @throws Failure 409 {@code InvalidResourceGroupLocation} for another location than its own
     */
    public void requireLocation(String wanted) {
        if (!location.equals(wanted)) {
            throw new Failure(
                    409,
                    "InvalidResourceGroupLocation",
                    "Invalid resource group location '"
                            + wanted
                            + "'. The Resource group already exists in location '"
                            + location
                            + "'.");
        }
    }

    static Group read(UUID subscription, Stored stored) {
        ObjectNode json = RecordJson.read(stored.value());
        return new Group(
                new GroupId(subscription, json.path("name").asString()),
                json.path("location").asString(),
                RecordJson.texts(json.path("tags")),
                json.has("deletion")
                        ? Optional.of(UUID.fromString(json.path("deletion").asString()))
                        : Optional.empty(),
                stored.unchanged());
    }

    byte[] write() {
        ObjectNode json = Json.object().put("name", id.name()).put("location", location);
        json.set("tags", RecordJson.object(tags));
        deletion.ifPresent(operation -> json.put("deletion", operation.toString()));
        return RecordJson.write(json);
    }

    Group with(Map<String, String> newTags) {
        return new Group(id, location, newTags, deletion, unchanged);
    }

    Group deletedBy(Optional<UUID> operation) {
        return new Group(id, location, tags, operation, unchanged);
    }
}
