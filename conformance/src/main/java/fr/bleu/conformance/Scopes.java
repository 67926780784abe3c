package fr.bleu.conformance;

import java.util.Map;
import java.util.UUID;

/** Resource ids below the home subscription, and the built-in roles that clients give on them. */
public final class Scopes {

    /** The ids of Azure's built-in roles. */
    public static final String BLOB_DATA_CONTRIBUTOR = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";

    public static final String BLOB_DATA_READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1";
    public static final String READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
    public static final String SECRETS_OFFICER = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7";

    private final String subscription;

    public Scopes(Cloud cloud) {
        this.subscription = "/subscriptions/" + cloud.env("AZURE_SUBSCRIPTION_ID");
    }

    public String subscription() {
        return subscription;
    }

    public String group(String group) {
        return subscription + "/resourceGroups/" + group;
    }

    public String storage(String group, String account) {
        return group(group) + "/providers/Microsoft.Storage/storageAccounts/" + account;
    }

    public String container(String group, String account, String container) {
        return storage(group, account) + "/blobServices/default/containers/" + container;
    }

    public String vault(String group, String vault) {
        return group(group) + "/providers/Microsoft.KeyVault/vaults/" + vault;
    }

    /** The path of a role assignment to be made on a scope. */
    public static String newAssignment(String scope) {
        return scope
                + "/providers/Microsoft.Authorization/roleAssignments/"
                + UUID.randomUUID()
                + "?api-version=2022-04-01";
    }

    /** The body that gives a service principal a role. */
    public Map<String, Object> assignment(String principal, String role) {
        String definition = "/providers/Microsoft.Authorization/roleDefinitions/" + role;
        return Map.of(
                "properties",
                Map.of(
                        "principalId",
                        principal,
                        "principalType",
                        "ServicePrincipal",
                        "roleDefinitionId",
                        subscription + definition));
    }
}
