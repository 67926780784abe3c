package fr.bleu.resources.api;

import fr.bleu.http.Json;
import fr.bleu.resources.Resource;
import fr.bleu.resources.ResourceHandler;
import tools.jackson.databind.node.ObjectNode;

/** Resources as ARM shows them. */
final class ResourceJson {

    private ResourceJson() {}

    /** Without its properties, as the lists of all types show it. */
    static ObjectNode brief(Resource resource) {
        ObjectNode shown =
                Json.object()
                        .put("id", resource.id().path())
                        .put("name", resource.id().name())
                        .put("type", resource.id().fullType())
                        .put("location", resource.location());
        ObjectNode tags = Json.object();
        resource.tags().forEach(tags::put);
        shown.set("tags", tags);
        shown.setAll(resource.settings());
        return shown;
    }

    /** Whole. */
    static ObjectNode whole(ResourceHandler handler, Resource resource) {
        ObjectNode shown = brief(resource);
        shown.set(
                "systemData",
                Json.object()
                        .put("createdBy", resource.createdBy())
                        .put("createdByType", "Application")
                        .put("createdAt", resource.createdAt().toString())
                        .put("lastModifiedBy", resource.changedBy())
                        .put("lastModifiedByType", "Application")
                        .put("lastModifiedAt", resource.changedAt().toString()));
        shown.set("properties", handler.shown(resource));
        return shown;
    }
}
