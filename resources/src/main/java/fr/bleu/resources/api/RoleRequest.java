package fr.bleu.resources.api;

import fr.bleu.http.Failure;
import fr.bleu.identity.Directory;
import fr.bleu.trust.RoleAssignment;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of a PUT of a role assignment.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/authorization/role-assignments/create">Role
 *     Assignments - Create</a>
 */
record RoleRequest(UUID role, UUID principal, Optional<String> principalType) {

    private static final String GUID =
            "(\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12})";
    private static final Pattern ROLE_ID =
            Pattern.compile(
                    "(?:/subscriptions/[^/]{1,64})?"
                            + "/providers/Microsoft\\.Authorization/roleDefinitions/"
                            + GUID,
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern PRINCIPAL_ID = Pattern.compile(GUID);

    /** What would narrow the assignment or act for others, and is not enforced yet. */
    private static final String[] REFUSED = {
        "condition", "conditionVersion", "delegatedManagedIdentityResourceId", "description"
    };

    static RoleRequest of(ObjectNode body) {
        JsonNode properties = body.path("properties");
        for (String name : REFUSED) {
            JsonNode value = properties.path(name);
            if (!value.isMissingNode() && !value.isNull() && !value.asString("-").isEmpty()) {
                throw invalid("The property '" + name + "' is not supported.");
            }
        }
        Matcher role = ROLE_ID.matcher(properties.path("roleDefinitionId").asString(""));
        if (!role.matches()) {
            throw new Failure(
                    400, "InvalidRoleDefinitionId", "The role definition ID is not valid.");
        }
        Matcher principal = PRINCIPAL_ID.matcher(properties.path("principalId").asString(""));
        if (!principal.matches()) {
            throw new Failure(
                    400,
                    "InvalidPrincipalId",
                    "The principal ID is not valid. Principal ID must be a GUID.");
        }
        return new RoleRequest(
                UUID.fromString(role.group(1)),
                UUID.fromString(principal.group(1)),
                Optional.ofNullable(properties.get("principalType"))
                        .filter(it -> !it.isNull())
                        .map(it -> it.asString("")));
    }

    /** The principal must be in the caller's own directory, and of the type that is said. */
    void requirePrincipal(Directory directory, UUID tenant) {
        if (directory.servicePrincipal(tenant, principal).isEmpty()) {
            throw new Failure(
                    400,
                    "PrincipalNotFound",
                    "Principal "
                            + principal.toString().replace("-", "")
                            + " does not exist in the directory "
                            + tenant
                            + ".");
        }
        if (principalType
                .filter(it -> !it.equalsIgnoreCase(RoleAssignment.SERVICE_PRINCIPAL))
                .isPresent()) {
            throw new Failure(
                    400,
                    "UnmatchedPrincipalType",
                    "The principal is a ServicePrincipal, and the request says that it is not.");
        }
    }

    private static Failure invalid(String message) {
        return new Failure(400, "BadRequestFormat", message);
    }
}
