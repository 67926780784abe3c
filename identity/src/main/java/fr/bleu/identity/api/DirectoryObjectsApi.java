package fr.bleu.identity.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import fr.bleu.http.Request;
import fr.bleu.identity.Directory;
import fr.bleu.identity.DirectoryException;
import fr.bleu.trust.Caller;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /directoryObjects/getByIds} and {@code /me}. */
final class DirectoryObjectsApi {
    /** As Graph limits it. */
    private static final int MAX_IDS = 1_000;

    private final Directory directory;
    private final DirectoryGate gate;

    DirectoryObjectsApi(Directory directory, DirectoryGate gate) {
        this.directory = directory;
        this.gate = gate;
    }

    /** The path's object id; what is no id names no object. */
    static UUID id(Request request) {
        String id = request.path("id");
        return TenantPath.id(id).orElseThrow(() -> notFound(id));
    }

    static DirectoryException notFound(String id) {
        String shown = id.length() > 100 ? id.substring(0, 100) : id;
        return new DirectoryException(
                DirectoryException.Kind.NOT_FOUND,
                "Resource '"
                        + shown
                        + "' does not exist or one of its queried reference-property objects are"
                        + " not present.");
    }

    /** Those of the ids that are objects of the tenant, of the wanted types. */
    Answer getByIds(Request request, Caller caller) {
        UUID tenant = gate.readable(caller);
        ObjectNode body = Json.parseObject(request.body(GraphRoutes.bodyLimit()), "BadRequest");
        JsonNode ids = body.path("ids");
        if (!ids.isArray() || ids.size() > MAX_IDS) {
            throw GraphJson.invalid("ids");
        }
        Set<String> types = types(body.path("types"));
        ObjectNode node =
                Json.object().put("@odata.context", GraphPage.context(request, "directoryObjects"));
        var value = node.putArray("value");
        for (UUID id : distinct(ids)) {
            find(tenant, id, types).ifPresent(value::add);
        }
        return Json.answer(200, node);
    }

    private static Set<UUID> distinct(JsonNode ids) {
        Set<UUID> distinct = new LinkedHashSet<>();
        for (JsonNode id : ids) {
            distinct.add(
                    TenantPath.id(id.isString() ? id.asString() : "")
                            .orElseThrow(() -> GraphJson.invalid("ids")));
        }
        return distinct;
    }

    /** Wanted types in lower case; empty for all. */
    private static Set<String> types(JsonNode types) {
        Set<String> wanted = new HashSet<>();
        for (JsonNode type : types) {
            wanted.add(type.asString("").toLowerCase(Locale.ROOT));
        }
        return wanted.contains("directoryobject") ? Set.of() : wanted;
    }

    private Optional<ObjectNode> find(UUID tenant, UUID id, Set<String> types) {
        Optional<ObjectNode> found = Optional.empty();
        if (types.isEmpty() || types.contains("serviceprincipal")) {
            found =
                    directory
                            .servicePrincipal(tenant, id)
                            .map(one -> typed("servicePrincipal", GraphJson.servicePrincipal(one)));
        }
        if (found.isEmpty() && (types.isEmpty() || types.contains("application"))) {
            found =
                    directory
                            .application(tenant, id)
                            .map(one -> typed("application", GraphJson.application(one)));
        }
        return found;
    }

    private static ObjectNode typed(String type, ObjectNode object) {
        ObjectNode node = Json.object().put("@odata.type", "#microsoft.graph." + type);
        node.setAll(object);
        return node;
    }

    /** Nobody but a user is «me»; Graph tells a principal so in these words' sense. */
    Answer me(Request request, Caller caller) {
        gate.readable(caller);
        throw new Failure(
                400, "BadRequest", "/me request is only valid with delegated authentication flow.");
    }
}
