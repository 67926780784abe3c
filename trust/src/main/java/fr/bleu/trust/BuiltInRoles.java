package fr.bleu.trust;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Azure's built-in roles that concern what Bleu serves, with Azure's ids and permissions.
 *
 * @see <a href="https://learn.microsoft.com/azure/role-based-access-control/built-in-roles">Azure
 *     built-in roles</a>, as documented in July 2026
 */
public final class BuiltInRoles {

    /** Everything on the control plane. */
    public static final UUID OWNER = UUID.fromString("8e3af657-a8ff-443c-a75c-2fe8c4bcb635");

    private static final Map<UUID, RoleDefinition> ROLES = load();

    private BuiltInRoles() {}

    /** All of them, in a fixed order. */
    public static List<RoleDefinition> all() {
        return List.copyOf(ROLES.values());
    }

    /** The role with this id. */
    public static Optional<RoleDefinition> find(UUID id) {
        return Optional.ofNullable(ROLES.get(id));
    }

    private static Map<UUID, RoleDefinition> load() {
        try (InputStream in = BuiltInRoles.class.getResourceAsStream("roles.json")) {
            Map<UUID, RoleDefinition> roles = new LinkedHashMap<>();
            for (JsonNode node : new JsonMapper().readTree(in)) {
                RoleDefinition role = role(node);
                roles.put(role.id(), role);
            }
            return roles;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RoleDefinition role(JsonNode node) {
        return new RoleDefinition(
                UUID.fromString(node.get("id").asString()),
                node.get("name").asString(),
                node.get("description").asString(),
                texts(node.get("actions")),
                texts(node.get("notActions")),
                texts(node.get("dataActions")),
                texts(node.get("notDataActions")));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        for (JsonNode node : array) {
            texts.add(node.asString());
        }
        return texts;
    }
}
