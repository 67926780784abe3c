package fr.bleu.vault;

import static fr.bleu.vault.PropertyReader.refuseIf;

import fr.bleu.http.Json;
import fr.bleu.resources.Proposal;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a PUT or PATCH asks of a vault. A property that is not carried out is refused, never
 * ignored. A vault is always of the plan {@code standard}.
 *
 * @param retentionDays 7 to 90, 90 by default; it cannot be changed, as in Azure
 * @param purgeProtection once true, it stays
 * @see <a href="https://learn.microsoft.com/rest/api/keyvault/keyvault/vaults/create-or-update">
 *     Vaults, Create Or Update</a>
 */
record VaultProperties(int retentionDays, boolean purgeProtection) {

    private static final int MIN_DAYS = 7;
    private static final int MAX_DAYS = 90;

    /**
     * Reads and checks.
     *
     * @param before the vault that is changed or recovered
     * @throws fr.bleu.http.Failure 400 {@code BadRequest}
     */
    static VaultProperties of(Proposal proposal, Optional<VaultRecord> before) {
        PropertyReader given = new PropertyReader(proposal.bodyProperties());
        UnsupportedProperties.refuse(given);
        requireTenant(proposal, given);
        requireSku(given, before.isEmpty());
        return new VaultProperties(days(given, before), protection(given, before));
    }

    /** Whether a deleted vault shall come back. */
    static boolean recovers(Proposal proposal) {
        String mode =
                new PropertyReader(proposal.bodyProperties()).text("createMode").orElse("default");
        boolean recover = mode.equalsIgnoreCase("recover");
        refuseIf(
                !recover && !mode.equalsIgnoreCase("default"),
                "createMode",
                "must be default or recover");
        return recover;
    }

    private static void requireTenant(Proposal proposal, PropertyReader given) {
        Optional<String> tenant = given.text("tenantId");
        refuseIf(tenant.isEmpty() && !proposal.merge(), "tenantId", "is required");
        refuseIf(
                tenant.isPresent() && !tenant.get().equalsIgnoreCase(proposal.tenant().toString()),
                "tenantId",
                "must be the subscription's tenant");
    }

    private static void requireSku(PropertyReader given, boolean required) {
        Optional<JsonNode> sku = given.any("sku");
        boolean standard =
                sku.map(it -> it.path("name").asString("").equalsIgnoreCase("standard"))
                        .orElse(!required);
        boolean familyA =
                sku.map(it -> it.path("family").asString("A").equalsIgnoreCase("A")).orElse(true);
        refuseIf(
                !standard || !familyA,
                "sku",
                "must be {\"family\": \"A\", \"name\": \"standard\"}: keys in an HSM are not"
                        + " supported");
    }

    private static int days(PropertyReader given, Optional<VaultRecord> before) {
        String name = "softDeleteRetentionInDays";
        int kept = before.map(VaultRecord::retentionDays).orElse(MAX_DAYS);
        int days = given.number(name).orElse(kept);
        refuseIf(days < MIN_DAYS || days > MAX_DAYS, name, "must be from 7 to 90");
        refuseIf(
                before.isPresent() && days != kept,
                name,
                "has been set already and cannot be modified");
        return days;
    }

    private static boolean protection(PropertyReader given, Optional<VaultRecord> before) {
        String name = "enablePurgeProtection";
        boolean kept = before.map(VaultRecord::purgeProtection).orElse(false);
        boolean wanted = given.flag(name).orElse(kept);
        refuseIf(kept && !wanted, name, "cannot be set to false once it is true");
        return wanted;
    }

    /** What the resource's record holds and answers show. */
    ObjectNode stored() {
        ObjectNode stored = Json.object();
        stored.putObject("sku").put("family", "A").put("name", "standard");
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
}
