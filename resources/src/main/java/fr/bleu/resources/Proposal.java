package fr.bleu.resources;

import fr.bleu.http.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A PUT or PATCH that was permitted and whose envelope is in order: name, location, tags.
 *
 * @param owner the id for the resource's own records: fresh when it is created, else the one it has
 * @param location the region, normalised; an existing resource's own
 * @param tags as they shall be
 * @param body the whole request body
 * @param existing the resource that is to change; empty when it is created
 * @param merge whether members that the body does not name stay as they are (PATCH)
 */
public record Proposal(
        UUID tenant,
        ResourceId id,
        UUID owner,
        String location,
        Map<String, String> tags,
        ObjectNode body,
        Optional<Resource> existing,
        boolean merge) {

    public Proposal {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    /** The body's {@code properties}; empty if it has none. */
    public ObjectNode bodyProperties() {
        JsonNode properties = body.get("properties");
        return properties instanceof ObjectNode object ? object : Json.object();
    }
}
