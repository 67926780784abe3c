package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A lifecycle policy by az, and a blob that it deletes. Zero days are any age, and a new policy is
 * carried out at once.
 */
@Tag("az")
@Tag("names")
class AzLifecycleTest {
    private static final String GROUP = "azlifecycle";
    private static final String ACCOUNT = "azlifecycle";
    private static final String OF_ACCOUNT = " --account-name ? --resource-group ?";

    /** Long enough for a machine that does much else. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private static final String POLICY =
            """
            {"rules":[{"enabled":true,"name":"old-logs","type":"Lifecycle","definition":{
            "actions":{"baseBlob":{"delete":{"daysAfterModificationGreaterThan":0}}},
            "filters":{"blobTypes":["blockBlob"],"prefixMatch":["docs/logs/"]}}}]}
            """;

    private static Az az;

    @TempDir Path folder;

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

    @Test
    void aPolicyIsLaidDownCarriedOutAndTakenBack() throws Exception {
        String missing = az.refusal(policy("show"), ACCOUNT, GROUP);
        assertTrue(missing.contains("ManagementPolicyNotFound"), missing);
        az.run("storage container create --name docs --account-name ?", ACCOUNT);
        upload("logs/2025");
        upload("kept");
        Path file = Files.writeString(folder.resolve("policy.json"), POLICY);
        JsonNode laid = az.json(policy("create") + " --policy ?", ACCOUNT, GROUP, "@" + file);
        assertEquals("old-logs", laid.at("/policy/rules/0/name").asString());
        JsonNode shown = az.json(policy("show"), ACCOUNT, GROUP);
        assertEquals(laid.path("policy"), shown.path("policy"));
        awaitDeletion("logs/2025");
        assertTrue(exists("kept"));
        az.run(policy("delete"), ACCOUNT, GROUP);
        az.refusal(policy("show"), ACCOUNT, GROUP);
        JsonNode log = az.json("monitor activity-log list --offset 1h");
        assertTrue(log.toString().contains("lifecycle rule old-logs"), "the log names the rule");
    }

    @Test
    void whatIsNotCarriedOutIsRefusedByName() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("access.json"),
                        POLICY.replace(
                                "daysAfterModificationGreaterThan",
                                "daysAfterLastAccessTimeGreaterThan"));
        String refusal = az.refusal(policy("create") + " --policy ?", ACCOUNT, GROUP, "@" + file);
        assertTrue(refusal.contains("daysAfterLastAccessTimeGreaterThan"), refusal);
    }

    private static String policy(String verb) {
        return "storage account management-policy " + verb + OF_ACCOUNT;
    }

    private void upload(String name) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "bonjour");
        az.run(
                "storage blob upload --container-name docs --name ? --file ? --account-name ?"
                        + " --overwrite",
                name,
                file,
                ACCOUNT);
    }

    private static boolean exists(String name) throws Exception {
        return az.json(
                        "storage blob exists --container-name docs --name ? --account-name ?",
                        name,
                        ACCOUNT)
                .path("exists")
                .asBoolean();
    }

    private static void awaitDeletion(String name) throws Exception {
        Instant end = Instant.now().plus(LONGEST);
        while (exists(name)) {
            assertTrue(Instant.now().isBefore(end), name + " was not deleted");
        }
    }
}
