package fr.bleu.resources.api;

import fr.bleu.http.Json;
import fr.bleu.trust.RoleAssignment;
import fr.bleu.trust.RoleDefinition;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Role assignments and definitions as ARM shows them. */
final class RoleJson {

    private static final String AUTHORIZATION = "/providers/Microsoft.Authorization/";

    /** When Azure's built-in roles were made does not matter here; clients want a date. */
    private static final String BUILT_IN_SINCE = "2015-02-02T21:55:09.8806423Z";

    private RoleJson() {}

    static ObjectNode assignment(Call call, RoleAssignment assignment) {
        String scope = assignment.scope().path();
        String createdOn = assignment.createdOn().toString();
        ObjectNode properties =
                Json.object()
                        .put("roleDefinitionId", definitionId(call, assignment.role().toString()))
                        .put("principalId", assignment.principal().toString())
                        .put("principalType", assignment.principalType())
                        .put("scope", scope.isEmpty() ? "/" : scope)
                        .putNull("condition")
                        .putNull("conditionVersion")
                        .put("createdOn", createdOn)
                        .put("updatedOn", createdOn)
                        .put("createdBy", assignment.createdBy())
                        .put("updatedBy", assignment.createdBy())
                        .putNull("delegatedManagedIdentityResourceId")
                        .putNull("description");
        ObjectNode shown = Json.object();
        shown.set("properties", properties);
        return shown.put("id", scope + AUTHORIZATION + "roleAssignments/" + assignment.id())
                .put("type", "Microsoft.Authorization/roleAssignments")
                .put("name", assignment.id().toString());
    }

    static ObjectNode definition(Call call, RoleDefinition role) {
        ObjectNode permission = Json.object();
        permission.set("actions", array(role.actions()));
        permission.set("notActions", array(role.notActions()));
        permission.set("dataActions", array(role.dataActions()));
        permission.set("notDataActions", array(role.notDataActions()));
        ObjectNode properties =
                Json.object()
                        .put("roleName", role.name())
                        .put("type", "BuiltInRole")
                        .put("description", role.description());
        properties.set("assignableScopes", array(List.of("/")));
        properties.set("permissions", Json.array().add(permission));
        properties
                .put("createdOn", BUILT_IN_SINCE)
                .put("updatedOn", BUILT_IN_SINCE)
                .putNull("createdBy")
                .putNull("updatedBy");
        ObjectNode shown = Json.object();
        shown.set("properties", properties);
        return shown.put("id", definitionId(call, role.id().toString()))
                .put("type", "Microsoft.Authorization/roleDefinitions")
                .put("name", role.id().toString());
    }

    private static String definitionId(Call call, String id) {
        String scope = RoleRoutes.subscription(call).map(it -> it.path()).orElse("");
        return scope + AUTHORIZATION + "roleDefinitions/" + id;
    }

    private static ArrayNode array(List<String> texts) {
        ArrayNode array = Json.array();
        texts.forEach(array::add);
        return array;
    }
}
