package fr.bleu.vault;

import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import fr.bleu.resources.Proposal;
import fr.bleu.resources.Resource;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a PUT or PATCH asks of a vault. A property that is not carried out is refused, never
 * ignored.
 *
 * @param retentionDays 7 to 90, 90 by default
 * @param recover whether a deleted vault shall come back
 * @param sku the plan's name, {@code standard}
 */
record VaultProperties(int retentionDays, boolean purgeProtection, boolean recover, String sku) {

    private static final int MIN_DAYS = 7;
    private static final int MAX_DAYS = 90;

    /** What would need a service that is not there when it is true. */
    private static final String[] UNSUPPORTED = {
        "enabledForDeployment", "enabledForDiskEncryption", "enabledForTemplateDeployment"
    };

    static VaultProperties of(Proposal proposal) {
        ObjectNode given = proposal.bodyProperties();
        requireTenant(proposal, given);
        requireRoles(given);
        requireOpenNetwork(given);
        for (String name : UNSUPPORTED) {
            refuseIf(given.path(name).asBoolean(false), name, "is not supported");
        }
        refuseIf(
                given.has("enableSoftDelete") && !given.path("enableSoftDelete").asBoolean(),
                "enableSoftDelete",
                "cannot be false: deleted secrets can always be recovered");
        return new VaultProperties(
                days(proposal, given),
                protection(proposal, given),
                recover(given),
                sku(proposal, given));
    }

    private static void requireTenant(Proposal proposal, ObjectNode given) {
        JsonNode tenant = given.get("tenantId");
        if (tenant == null && !proposal.merge()) {
            throw bad("tenantId", "is required");
        }
        refuseIf(
                tenant != null
                        && !tenant.asString("").equalsIgnoreCase(proposal.tenant().toString()),
                "tenantId",
                "must be the subscription's tenant");
    }

    private static void requireRoles(ObjectNode given) {
        JsonNode rbac = given.get("enableRbacAuthorization");
        refuseIf(
                rbac != null && !rbac.isNull() && !rbac.asBoolean(),
                "enableRbacAuthorization",
                "must be true: access is given by role assignments");
        refuseIf(
                !given.path("accessPolicies").isEmpty(),
                "accessPolicies",
                "are not supported: access is given by role assignments");
    }

    private static void requireOpenNetwork(ObjectNode given) {
        JsonNode rules = given.path("networkAcls");
        refuseIf(
                rules.path("defaultAction").asString("Allow").equalsIgnoreCase("Deny")
                        || !rules.path("ipRules").isEmpty()
                        || !rules.path("virtualNetworkRules").isEmpty(),
                "networkAcls",
                "are not supported");
        refuseIf(
                given.path("publicNetworkAccess").asString("Enabled").equalsIgnoreCase("Disabled"),
                "publicNetworkAccess",
                "cannot be disabled");
    }

    private static int days(Proposal proposal, ObjectNode given) {
        int days =
                given.path("softDeleteRetentionInDays")
                        .asInt(
                                before(proposal)
                                        .map(it -> it.path("softDeleteRetentionInDays").asInt())
                                        .orElse(MAX_DAYS));
        refuseIf(
                days < MIN_DAYS || days > MAX_DAYS,
                "softDeleteRetentionInDays",
                "must be from 7 to 90");
        return days;
    }

    private static boolean protection(Proposal proposal, ObjectNode given) {
        boolean before =
                before(proposal)
                        .map(it -> it.path("enablePurgeProtection").asBoolean())
                        .orElse(false);
        JsonNode wanted = given.get("enablePurgeProtection");
        if (wanted == null || wanted.isNull()) {
            return before;
        }
        refuseIf(
                before && !wanted.asBoolean(),
                "enablePurgeProtection",
                "cannot be set to false once it is true");
        return wanted.asBoolean();
    }

    private static Optional<ObjectNode> before(Proposal proposal) {
        return proposal.existing().map(Resource::properties);
    }

    private static boolean recover(ObjectNode given) {
        String mode = given.path("createMode").asString("default");
        refuseIf(
                !mode.equalsIgnoreCase("default") && !mode.equalsIgnoreCase("recover"),
                "createMode",
                "must be default or recover");
        return mode.equalsIgnoreCase("recover");
    }

    private static String sku(Proposal proposal, ObjectNode given) {
        JsonNode sku = given.get("sku");
        if (sku == null && before(proposal).isPresent()) {
            return before(proposal).get().path("sku").path("name").asString();
        }
        String name = sku == null ? "" : sku.path("name").asString("");
        refuseIf(
                !name.equalsIgnoreCase("standard"),
                "sku",
                "must be {\"family\": \"A\", \"name\": \"standard\"}: keys in an HSM are not"
                        + " supported");
        return "standard";
    }

    /** A deleted vault's protection holds for its recovery too. */
    void requireNotLooser(VaultRecord before) {
        refuseIf(
                before.purgeProtection() && !purgeProtection,
                "enablePurgeProtection",
                "cannot be set to false once it is true");
    }

    ObjectNode stored() {
        ObjectNode stored = Json.object();
        stored.putObject("sku").put("family", "A").put("name", sku);
        stored.putArray("accessPolicies");
        stored.put("enabledForDeployment", false);
        stored.put("enableSoftDelete", true);
        stored.put("softDeleteRetentionInDays", retentionDays);
        stored.put("enableRbacAuthorization", true);
        if (purgeProtection) {
            stored.put("enablePurgeProtection", true);
        }
        return stored;
    }

    private static void refuseIf(boolean wrong, String property, String why) {
        if (wrong) {
            throw bad(property, why);
        }
    }

    private static Failure bad(String property, String why) {
        return new Failure(
                400, "BadRequest", "The property 'properties." + property + "' " + why + ".");
    }
}
