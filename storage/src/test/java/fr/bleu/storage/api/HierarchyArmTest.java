package fr.bleu.storage.api;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Hierarchical accounts through the Resource Manager. */
class HierarchyArmTest {
    private static final String READ_ONLY = "400 AccountPropertyCannotBeUpdated";
    private static final String NOT_THERE = "409 FeatureNotSupportedForAccount";

    private ArmPlatform platform;
    private String account;

    @BeforeEach
    void open() throws Exception {
        platform = new ArmPlatform();
        account = platform.account("woods");
        platform.arm("200", "PUT", account, with("\"isHnsEnabled\":true"));
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private static String with(String properties) {
        return ArmPlatform.TEMPLATE.substring(0, ArmPlatform.TEMPLATE.lastIndexOf('}'))
                + ",\"properties\":{"
                + properties
                + "}}";
    }

    private boolean isHierarchical(String account) {
        JsonNode shown = ArmPlatform.json(platform.arm("200", "GET", account, ""));
        return shown.path("properties").path("isHnsEnabled").booleanValue();
    }

    @Test
    void whatItIsIsSaidOnceAndStays() {
        assertTrue(isHierarchical(account));
        platform.arm("200", "PUT", account, with("\"allowSharedKeyAccess\":false"));
        platform.arm("200", "PATCH", account, "{\"tags\":{\"a\":\"b\"}}");
        platform.arm("200", "PATCH", account, "{\"properties\":{\"isHnsEnabled\":true}}");
        platform.arm(READ_ONLY, "PUT", account, with("\"isHnsEnabled\":false"));
        platform.arm(READ_ONLY, "PATCH", account, "{\"properties\":{\"isHnsEnabled\":false}}");
        assertTrue(isHierarchical(account));
        String shown = ArmPlatform.json(platform.arm("200", "GET", account, "")).toString();
        platform.arm("200", "PUT", account, shown);
    }

    @Test
    void aFlatOneStaysFlat() {
        String flat = platform.account("meadow");
        platform.arm("200", "PUT", flat, ArmPlatform.TEMPLATE);
        assertFalse(isHierarchical(flat));
        platform.arm(READ_ONLY, "PUT", flat, with("\"isHnsEnabled\":true"));
        platform.arm(READ_ONLY, "PATCH", flat, "{\"properties\":{\"isHnsEnabled\":true}}");
        assertFalse(isHierarchical(flat));
    }

    @Test
    void whatSuchAccountsDoNotHaveIsRefused() {
        String service = account + "/blobServices/default";
        for (String setting :
                new String[] {
                    "\"isVersioningEnabled\":true",
                    "\"changeFeed\":{\"enabled\":true}",
                    "\"deleteRetentionPolicy\":{\"enabled\":true,\"days\":3}"
                }) {
            platform.arm(NOT_THERE, "PUT", service, "{\"properties\":{" + setting + "}}");
        }
        platform.arm(
                "200",
                "PUT",
                service,
                "{\"properties\":{\"containerDeleteRetentionPolicy\":"
                        + "{\"enabled\":true,\"days\":3}}}");
        platform.arm(
                NOT_THERE,
                "PUT",
                account + "/encryptionScopes/scope",
                "{\"properties\":{\"source\":\"Microsoft.Storage\"}}");
        platform.arm(
                NOT_THERE,
                "PUT",
                account + "/managementPolicies/default",
                "{\"properties\":{\"policy\":{\"rules\":[{\"enabled\":true,\"name\":\"r\","
                        + "\"type\":\"Lifecycle\",\"definition\":{\"actions\":{\"baseBlob\":"
                        + "{\"delete\":{\"daysAfterModificationGreaterThan\":30}}},"
                        + "\"filters\":{\"blobTypes\":[\"blockBlob\"]}}}]}}}");
        platform.arm(
                "409 BlobOperationNotSupported",
                "PUT",
                service + "/containers/con",
                "{\"properties\":{\"immutableStorageWithVersioning\":{\"enabled\":true}}}");
    }
}
