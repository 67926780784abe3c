package fr.bleu.storage.api;

import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds the body of a storage account's PUT or PATCH to what this platform does: a value that means
 * what it does anyway is accepted, every other one is refused by name, and so is a property that it
 * does not know.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storagerp/storage-accounts/create">Storage
 *     Accounts - Create</a>
 */
final class AccountTemplate {
    static final String SKU = "Standard_LRS";
    static final String KIND = "StorageV2";

    private static final String UNSUPPORTED = "InvalidRequestPropertyValue";

    private static final Set<String> TOP =
            Set.of(
                    "sku",
                    "kind",
                    "location",
                    "tags",
                    "properties",
                    "id",
                    "name",
                    "type",
                    "systemData");

    private static final Set<String> SKU_MEMBERS = Set.of("name", "tier");

    /** What is accepted for a property, as text. */
    private static final Map<String, Set<String>> ACCEPTED =
            Map.ofEntries(
                    Map.entry("accessTier", Set.of("Hot")),
                    Map.entry("supportsHttpsTrafficOnly", Set.of("true")),
                    Map.entry("minimumTlsVersion", Set.of("TLS1_2")),
                    Map.entry("allowCrossTenantReplication", Set.of("false")),
                    Map.entry("defaultToOAuthAuthentication", Set.of("false")),
                    Map.entry("dnsEndpointType", Set.of("Standard")),
                    Map.entry("enableExtendedGroups", Set.of("false")),
                    Map.entry("isHnsEnabled", Set.of("false", "true")),
                    Map.entry("isLocalUserEnabled", Set.of("false")),
                    Map.entry("isNfsV3Enabled", Set.of("false")),
                    Map.entry("isSftpEnabled", Set.of("false")),
                    Map.entry("largeFileSharesState", Set.of("Disabled")),
                    Map.entry("encryption.keySource", Set.of("Microsoft.Storage")),
                    Map.entry("encryption.requireInfrastructureEncryption", Set.of("false")),
                    Map.entry("encryption.services.blob.enabled", Set.of("true")),
                    Map.entry("encryption.services.blob.keyType", Set.of("Account")),
                    Map.entry("encryption.services.file.enabled", Set.of("true")),
                    Map.entry("encryption.services.file.keyType", Set.of("Account")),
                    Map.entry("encryption.services.queue.enabled", Set.of("true")),
                    Map.entry("encryption.services.queue.keyType", Set.of("Account")),
                    Map.entry("encryption.services.table.enabled", Set.of("true")),
                    Map.entry("encryption.services.table.keyType", Set.of("Account")));

    /** Groups whose members are looked at one by one. */
    private static final Set<String> GROUPS =
            Set.of(
                    "encryption",
                    "encryption.services",
                    "encryption.services.blob",
                    "encryption.services.file",
                    "encryption.services.queue",
                    "encryption.services.table");

    /** What answers carry and clients send back: read-only, without effect, as in Azure. */
    private static final Set<String> READ_ONLY =
            Set.of(
                    "creationTime",
                    "keyCreationTime",
                    "primaryEndpoints",
                    "primaryLocation",
                    "provisioningState",
                    "statusOfPrimary",
                    "privateEndpointConnections",
                    "encryption.services.blob.lastEnabledTime",
                    "encryption.services.file.lastEnabledTime");

    private AccountTemplate() {}

    /**
     * Checks a body.
     *
     * @param whole whether it must name sku and kind (PUT)
     * @throws Failure 400 that names the field
     */
    static void check(ObjectNode body, boolean whole) {
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            if (!TOP.contains(member.getKey()) && !isUnset(member.getValue())) {
                throw unsupported(member.getKey(), member.getValue());
            }
        }
        ObjectNode sku = object(body, "sku");
        for (Map.Entry<String, JsonNode> member : sku.properties()) {
            if (!SKU_MEMBERS.contains(member.getKey()) && !isUnset(member.getValue())) {
                throw unsupported("sku." + member.getKey(), member.getValue());
            }
        }
        requireValue(sku.path("name"), "sku.name", SKU, whole);
        requireValue(sku.path("tier"), "sku.tier", "Standard", false);
        requireValue(body.path("kind"), "kind", KIND, whole);
        checkGroup(object(body, "properties"), "");
    }

    /** A member that must be an object where it is set. */
    private static ObjectNode object(ObjectNode body, String name) {
        JsonNode member = body.path(name);
        if (isUnset(member)) {
            return Json.object();
        }
        if (member instanceof ObjectNode object) {
            return object;
        }
        throw unsupported(name, member);
    }

    private static void requireValue(JsonNode value, String name, String only, boolean required) {
        if (isUnset(value)) {
            if (required) {
                throw new Failure(
                        400,
                        "InvalidValuesForRequestParameters",
                        "Values for request parameters are invalid: " + name + ".");
            }
            return;
        }
        if (!value.asString("").equalsIgnoreCase(only)) {
            throw new Failure(400, UNSUPPORTED, onlyValue(name, value, only));
        }
    }

    /** The refusal, with what to type: az asks for another sku unless it is told. */
    private static String onlyValue(String name, JsonNode value, String only) {
        return "The property '%s' cannot be '%s': it must be '%s', for az --sku %s --kind %s."
                .formatted(name, value.asString(""), only, SKU, KIND);
    }

    private static void checkGroup(ObjectNode group, String prefix) {
        for (Map.Entry<String, JsonNode> member : group.properties()) {
            String name = prefix + member.getKey();
            JsonNode value = member.getValue();
            boolean elsewhere = AccountRulesBody.PROPERTIES.contains(name);
            if (isUnset(value) || READ_ONLY.contains(name) || elsewhere) {
                continue;
            }
            if (GROUPS.contains(name) && value instanceof ObjectNode inner) {
                checkGroup(inner, name + ".");
            } else if (!ACCEPTED.getOrDefault(name, Set.of()).contains(text(value))) {
                throw unsupported("properties." + name, value);
            }
        }
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asString("") : "";
    }

    /** Null, and lists and objects of nothing, ask for nothing. */
    private static boolean isUnset(JsonNode value) {
        return value.isMissingNode() || value.isNull() || (value.isContainer() && value.isEmpty());
    }

    /** The value is never repeated: a template's may be a secret. */
    private static Failure unsupported(String name, JsonNode value) {
        String which = value.isValueNode() ? "' with that value" : "'";
        return new Failure(
                400,
                UNSUPPORTED,
                "The property '" + name + which + " is not supported by this platform.");
    }
}
