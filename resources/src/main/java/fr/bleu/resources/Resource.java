package fr.bleu.resources;

import fr.bleu.store.Check;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * A resource as it is committed.
 *
 * @param owner the id that the resource's own records are kept under: the storage account's or
 *     vault's id, chosen when it was created
 * @param location the region, normalised, such as {@code francecentral}
 * @param settings the answer's top-level members that its type has of its own: {@code sku}, {@code
 *     kind}
 * @param properties what its type keeps in {@code properties}
 * @param createdBy the object id of who created it
 * @param unchanged the check that it is still what was read
 */
public record Resource(
        UUID tenant,
        ResourceId id,
        UUID owner,
        String location,
        Map<String, String> tags,
        ObjectNode settings,
        ObjectNode properties,
        Instant createdAt,
        String createdBy,
        Instant changedAt,
        String changedBy,
        Check unchanged) {

    public Resource {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        settings = settings.deepCopy();
        properties = properties.deepCopy();
    }
}
