package fr.bleu.vault;

import static fr.bleu.vault.PropertyReader.refuseIf;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Refuses what a vault's properties may say in Azure and is not carried out here. Values that ask
 * for nothing are taken, so that what a GET answers can be PUT back.
 */
final class UnsupportedProperties {

    /** What would need a service that is not there when it is true. */
    private static final List<String> ONLY_FALSE =
            List.of(
                    "enabledForDeployment",
                    "enabledForDiskEncryption",
                    "enabledForTemplateDeployment");

    private static final Set<String> KNOWN =
            Set.of(
                    "tenantId",
                    "sku",
                    "accessPolicies",
                    "createMode",
                    "enableSoftDelete",
                    "softDeleteRetentionInDays",
                    "enablePurgeProtection",
                    "enableRbacAuthorization",
                    "enabledForDeployment",
                    "enabledForDiskEncryption",
                    "enabledForTemplateDeployment",
                    "networkAcls",
                    "publicNetworkAccess",
                    // What only answers say.
                    "vaultUri",
                    "provisioningState",
                    "hsmPoolResourceId",
                    "privateEndpointConnections");

    /** Azure's old way, which az still takes by default; so it is told what to type. */
    private static final String BY_ROLES =
            "access is given by role assignments, which az asks for with"
                    + " --enable-rbac-authorization true";

    private UnsupportedProperties() {}

    static void refuse(PropertyReader given) {
        for (String name : given.given().propertyNames()) {
            refuseIf(!KNOWN.contains(name) && given.any(name).isPresent(), name, "is not known");
        }
        for (String name : ONLY_FALSE) {
            refuseIf(given.flag(name).orElse(false), name, "is not supported");
        }
        refuseIf(
                !given.flag("enableSoftDelete").orElse(true),
                "enableSoftDelete",
                "cannot be false: deleted secrets can always be recovered");
        refuseAccessPolicies(given);
        refuseNetworkRules(given);
    }

    private static void refuseAccessPolicies(PropertyReader given) {
        refuseIf(
                !given.flag("enableRbacAuthorization").orElse(true),
                "enableRbacAuthorization",
                "must be true: " + BY_ROLES);
        refuseIf(
                given.any("accessPolicies").filter(it -> !isEmptyArray(it)).isPresent(),
                "accessPolicies",
                "is not supported: " + BY_ROLES);
    }

    private static void refuseNetworkRules(PropertyReader given) {
        boolean open = given.any("networkAcls").map(UnsupportedProperties::isOpen).orElse(true);
        refuseIf(!open, "networkAcls", "is not supported");
        boolean enabled =
                given.text("publicNetworkAccess").orElse("Enabled").equalsIgnoreCase("Enabled");
        refuseIf(!enabled, "publicNetworkAccess", "must be Enabled");
    }

    /** Whether the rules let everybody in: then exceptions to them mean nothing. */
    private static boolean isOpen(JsonNode rules) {
        return rules.isObject()
                && rules.path("defaultAction").asString("Allow").equalsIgnoreCase("Allow")
                && isNothing(rules.get("ipRules"))
                && isNothing(rules.get("virtualNetworkRules"));
    }

    private static boolean isNothing(JsonNode node) {
        return node == null || node.isNull() || isEmptyArray(node);
    }

    private static boolean isEmptyArray(JsonNode node) {
        return node.isArray() && node.isEmpty();
    }
}
