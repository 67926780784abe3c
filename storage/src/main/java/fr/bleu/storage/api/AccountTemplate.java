package fr.bleu.storage.api;

import fr.bleu.http.Failure;
import java.util.List;
import java.util.Optional;
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

    private AccountTemplate() {}

    /**
     * Checks a body.
     *
     * @param whole whether it must name sku and kind (PUT)
     * @throws Failure 400 that names the field
     */
    static void check(ObjectNode body, boolean whole) {
        Members top =
                Members.of(body).readOnly("location", "tags", "id", "name", "type", "systemData");
        Members sku = top.group("sku");
        require(sku, "name", SKU, whole);
        require(sku, "tier", "Standard", false);
        sku.end();
        require(top, "kind", KIND, whole);
        properties(top.group("properties"));
        top.end();
    }

    private static void require(Members members, String name, String only, boolean required) {
        Optional<String> value = members.text(name);
        if (value.isEmpty() && required) {
            throw ArmParameters.invalid(members.path(name));
        }
        if (value.filter(it -> !it.equalsIgnoreCase(only)).isPresent()) {
            throw members.refused(name, onlyValue(value.get(), only));
        }
    }

    /** What to type: az asks for another sku unless it is told. */
    private static String onlyValue(String value, String only) {
        return "cannot be '%s': it must be '%s', for az --sku %s --kind %s"
                .formatted(Members.shown(value), only, SKU, KIND);
    }

    private static void properties(Members properties) {
        encryption(properties.group("encryption"));
        // What it may be depends on what the account is.
        properties.flag("isHnsEnabled");
        properties
                .readOnly(AccountRulesBody.PROPERTIES)
                .readOnly("creationTime", "keyCreationTime", "provisioningState")
                .readOnly("primaryEndpoints", "primaryLocation", "statusOfPrimary")
                .readOnly("privateEndpointConnections")
                .only("accessTier", "Hot")
                .only("supportsHttpsTrafficOnly", "true")
                .only("minimumTlsVersion", "TLS1_2")
                .only("allowCrossTenantReplication", "false")
                .only("defaultToOAuthAuthentication", "false")
                .only("dnsEndpointType", "Standard")
                .only("enableExtendedGroups", "false")
                .only("isLocalUserEnabled", "false")
                .only("isNfsV3Enabled", "false")
                .only("isSftpEnabled", "false")
                .only("largeFileSharesState", "Disabled")
                .end();
    }

    private static void encryption(Members encryption) {
        Members services = encryption.group("services");
        for (String service : List.of("blob", "file", "queue", "table")) {
            services.group(service)
                    .readOnly("lastEnabledTime")
                    .only("enabled", "true")
                    .only("keyType", "Account")
                    .end();
        }
        services.end();
        encryption
                .only("keySource", "Microsoft.Storage")
                .only("requireInfrastructureEncryption", "false")
                .end();
    }
}
