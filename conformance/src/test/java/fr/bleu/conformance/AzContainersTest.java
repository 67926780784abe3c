package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** az 2.45: containers, what holds them and the Blob service, through the Resource Manager. */
@Tag("az")
@Tag("names")
class AzContainersTest {

    private static final String GROUP = "azboxes";
    private static final String ACCOUNT = "azboxesaccount";

    private static Az az;

    @BeforeAll
    static void signIn() throws Exception {
        az = new Az(SharedCloud.get());
        az.signIn();
        az.run("group create --name ? --location francecentral", GROUP);
        az.run("provider register --namespace Microsoft.Storage --wait");
        az.run(
                "storage account create --name ? --resource-group ? --location francecentral"
                        + " --sku Standard_LRS",
                ACCOUNT,
                GROUP);
    }

    /** container-rm, with the account's name and its group, or without the group. */
    private static JsonNode rm(String command, Object... values) throws Exception {
        return az.json("storage container-rm " + command + " --storage-account " + ACCOUNT, values);
    }

    private static String inGroup() {
        return " --resource-group " + GROUP;
    }

    @Test
    void aContainerIsCreatedListedUpdatedShownAndDeleted() throws Exception {
        JsonNode made = rm("create --name ? --metadata a=1" + inGroup(), "boxone");
        assertEquals("boxone", made.path("name").asString());
        rm("create --name ?", "boxtwo");
        String exists = rm("exists --name ?" + inGroup(), "boxtwo").path("exists").asString();
        assertEquals("true", exists);
        String names = rm("list --query [].name" + inGroup()).toString();
        assertTrue(names.contains("\"boxone\",\"boxtwo\""), names);
        JsonNode changed = rm("update --name ? --metadata b=2" + inGroup(), "boxone");
        assertEquals("{\"b\":\"2\"}", changed.path("metadata").toString());
        JsonNode shown = rm("show --name ?" + inGroup(), "boxone");
        assertEquals(changed.path("etag"), shown.path("etag"));
        rm("delete --name ? --yes" + inGroup(), "boxone");
        rm("delete --name ? --yes", "boxtwo");
        assertFalse(rm("exists --name ?" + inGroup(), "boxone").path("exists").booleanValue(true));
    }

    @Test
    void theBlobServiceIsSetUp() throws Exception {
        String service = "storage account blob-service-properties ";
        String account = " --account-name " + ACCOUNT + inGroup();
        JsonNode set =
                az.json(
                        service
                                + "update --enable-versioning true"
                                + " --enable-delete-retention true --delete-retention-days 7"
                                + " --enable-container-delete-retention true"
                                + " --container-delete-retention-days 3"
                                + account);
        assertTrue(set.path("isVersioningEnabled").booleanValue());
        JsonNode shown = az.json(service + "show" + account);
        assertEquals(7, shown.path("deleteRetentionPolicy").path("days").intValue());
        assertEquals(3, shown.path("containerDeleteRetentionPolicy").path("days").intValue());
        String refusal =
                az.refusal(
                        service + "update --enable-restore-policy true --restore-days 3" + account);
        assertTrue(refusal.contains("properties.restorePolicy.enabled"), refusal);
        rm("create --name ? --enable-vlw true" + inGroup(), "boxheld");
        String off = az.refusal(service + "update --enable-versioning false" + account);
        assertTrue(off.contains("Versioning cannot be switched off"), off);
        rm("delete --name ? --yes" + inGroup(), "boxheld");
        String deleted = rm("list --include-deleted" + inGroup()).toString();
        assertTrue(deleted.contains("\"deleted\":true"), deleted);
        az.run(service + "update --enable-versioning false" + account);
    }

    @Test
    void aPolicyIsCreatedLockedAndExtendedAndNeverShortened() throws Exception {
        rm("create --name ?" + inGroup(), "boxlocked");
        String policy = "storage container immutability-policy ";
        String of = " --account-name " + ACCOUNT + " --container-name boxlocked";
        JsonNode made = az.json(policy + "create --period 1" + of + inGroup());
        assertEquals("Unlocked", made.path("state").asString());
        // As a shell passes it on, and without its quotes.
        String etag = made.path("etag").asString();
        JsonNode locked =
                az.json(policy + "lock --if-match ?" + of + inGroup(), etag.replace("\"", ""));
        assertEquals("Locked", locked.path("state").asString());
        JsonNode longer =
                az.json(
                        policy + "extend --period 3 --if-match ?" + of + inGroup(),
                        locked.path("etag").asString());
        assertEquals(3, longer.path("immutabilityPeriodSinceCreationInDays").intValue());
        String now = longer.path("etag").asString();
        String shorter =
                az.refusal(policy + "extend --period 2 --if-match ?" + of + inGroup(), now);
        assertTrue(shorter.contains("never shortened"), shorter);
        String gone = az.refusal(policy + "delete --if-match ?" + of + inGroup(), now);
        assertTrue(gone.contains("ContainerImmutabilityPolicyLocked"), gone);
        assertEquals(longer, az.json(policy + "show" + of + inGroup()));
    }

    @Test
    void aLegalHoldIsSetAndCleared() throws Exception {
        rm("create --name ?" + inGroup(), "boxonhold");
        String hold = "storage container legal-hold ";
        String of = " --account-name " + ACCOUNT + " --container-name boxonhold";
        JsonNode set = az.json(hold + "set --tags case17 case18" + of + inGroup());
        assertEquals("[\"case17\",\"case18\"]", set.path("tags").toString());
        String refusal =
                az.refusal(
                        "storage container-rm delete --name boxonhold --yes --storage-account "
                                + ACCOUNT
                                + inGroup());
        assertTrue(refusal.contains("ContainerHasLegalHold"), refusal);
        az.run(hold + "clear --tags case17 case18" + of);
        assertFalse(
                az.json(hold + "show" + of + inGroup()).path("hasLegalHold").booleanValue(true));
        rm("delete --name ? --yes" + inGroup(), "boxonhold");
    }

    @Test
    void anAccountHasAHierarchyFromItsCreationOn() throws Exception {
        String create =
                "storage account create --name ? --resource-group ? --location francecentral"
                        + " --sku Standard_LRS --hns ?";
        assertTrue(az.json(create, "azwoods", GROUP, "true").path("isHnsEnabled").booleanValue());
        String refused = az.refusal(create, "azwoods", GROUP, "false");
        assertTrue(refused.contains("AccountPropertyCannotBeUpdated"), refused);
    }
}
