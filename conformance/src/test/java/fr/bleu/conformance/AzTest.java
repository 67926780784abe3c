package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.conformance.operations.BlobOperation;
import fr.bleu.conformance.operations.Client;
import fr.bleu.conformance.operations.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** az 2.45 as Debian packages it, through {@code bleu az}: what a tenant's engineer does first. */
@Tag("az")
@Tag("names")
@Proves(
        client = Client.AZ,
        operations = {
            BlobOperation.CREATE_CONTAINER,
            BlobOperation.LIST_BLOBS,
            BlobOperation.PUT_BLOB,
            BlobOperation.GET_BLOB,
            BlobOperation.GET_BLOB_PROPERTIES
        })
class AzTest {

    private static final String GROUP = "az";
    private static final String ACCOUNT = "azaccount";
    private static final String VAULT = "az-vault";

    private static Cloud cloud;
    private static Az az;
    private static Scopes scopes;

    @TempDir Path folder;

    @BeforeAll
    static void signIn() throws Exception {
        cloud = SharedCloud.get();
        az = new Az(cloud);
        scopes = new Scopes(cloud);
        az.signIn();
        az.run("group create --name ? --location francecentral", GROUP);
        az.run("provider register --namespace Microsoft.Storage --wait");
        az.run("provider register --namespace Microsoft.KeyVault --wait");
        az.run(
                "storage account create --name ? --resource-group ? --location francecentral"
                        + " --sku Standard_LRS",
                ACCOUNT,
                GROUP);
    }

    @Test
    void aGroupIsCreatedAndDeletedAndRefusedWhereThePolicyForbidsIt() throws Exception {
        String refusal = az.refusal("group create --name elsewhere --location eastus");
        assertTrue(refusal.contains("RequestDisallowedByPolicy"), refusal);
        az.run("group create --name short-lived --location francesouth");
        // az polls the long-running operation to its end.
        az.run("group delete --name short-lived --yes");
        assertEquals("false", az.run("group exists --name short-lived").strip());
    }

    @Test
    void anAccountsKeysAreListedAndRenewed() throws Exception {
        String list = "storage account keys list --account-name ? --resource-group ?";
        JsonNode before = az.json(list, ACCOUNT, GROUP);
        az.run(
                "storage account keys renew --account-name ? --resource-group ? --key secondary",
                ACCOUNT,
                GROUP);
        JsonNode after = az.json(list, ACCOUNT, GROUP);
        assertEquals(before.path(0), after.path(0));
        assertNotEquals(before.path(1).path("value"), after.path(1).path("value"));
    }

    @Test
    void networksAreLetInByRuleAndEncryptionScopesDisabled() throws Exception {
        String account = "azruled";
        az.run(
                "storage account create --name ? --resource-group ? --location francecentral"
                        + " --sku Standard_LRS --default-action Deny",
                account,
                GROUP);
        String of = " --account-name ? --resource-group ?";
        az.run("storage account network-rule add --ip-address 192.0.2.0/24" + of, account, GROUP);
        JsonNode rules = az.json("storage account network-rule list" + of, account, GROUP);
        assertEquals(
                "192.0.2.0/24", rules.path("ipRules").path(0).path("ipAddressOrRange").asString());
        String refusal = az.refusal("storage container list --account-name ?", account);
        assertTrue(refusal.contains("network rules"), refusal);
        az.run(
                "storage account update --name ? --resource-group ? --default-action Allow",
                account,
                GROUP);
        az.run("storage container list --account-name ?", account);
        String scope = "storage account encryption-scope ";
        az.run(scope + "create --name azscope" + of, account, GROUP);
        JsonNode updated =
                az.json(scope + "update --name azscope --state Disabled" + of, account, GROUP);
        assertEquals("Disabled", updated.path("state").asString());
        JsonNode listed = az.json(scope + "list" + of, account, GROUP);
        assertEquals("azscope", listed.path(0).path("name").asString());
        assertEquals(
                250,
                az.json("storage account show-usage --location francecentral")
                        .path("limit")
                        .asInt());
    }

    /** az looks the account's key up itself. */
    @Test
    void aBlobGoesThereAndBack() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "bonjour");
        Path back = folder.resolve("back");
        String blob = " --container-name docs --name ? --file ? --account-name ?";
        az.run("storage container create --name docs --account-name ?", ACCOUNT);
        az.run("storage blob upload" + blob, "é 1", file, ACCOUNT);
        az.run("storage blob download" + blob, "é 1", back, ACCOUNT);
        assertEquals("bonjour", Files.readString(back));
        String list = "storage blob list --container-name docs --account-name ? --output table";
        assertTrue(az.run(list, ACCOUNT).contains("é 1"));
    }

    @Test
    void aSecretIsSetAndReadOnceARoleIsGiven() throws Exception {
        az.run(
                "keyvault create --name ? --resource-group ? --location francecentral"
                        + " --enable-rbac-authorization true",
                VAULT,
                GROUP);
        String scope = scopes.vault(GROUP, VAULT);
        String administrator =
                az.json("ad sp show --id ?", cloud.env("AZURE_CLIENT_ID")).path("id").asString();
        az.manage(
                "put",
                Scopes.newAssignment(scope),
                scopes.assignment(administrator, Scopes.SECRETS_OFFICER));
        az.secret("put", VAULT, "db", Map.of("value", "not-a-real-one"));
        assertEquals(
                "not-a-real-one", az.secret("get", VAULT, "db", null).path("value").asString());
        String assignments = "/providers/Microsoft.Authorization/roleAssignments";
        JsonNode listed = az.manage("get", scope + assignments + "?api-version=2022-04-01", null);
        assertTrue(listed.toString().contains(Scopes.SECRETS_OFFICER), listed.toString());
    }

    /** az's defaults ask for what is not there; the refusal says what to type instead. */
    @Test
    void whatAzAsksForByDefaultIsRefusedWithTheFlagToUse() throws Exception {
        String place = " --name ? --resource-group ? --location francecentral";
        String vault = az.refusal("keyvault create" + place, "az-default", GROUP);
        assertTrue(vault.contains("--enable-rbac-authorization true"), vault);
        String account = az.refusal("storage account create" + place, "azdefault", GROUP);
        assertTrue(account.contains("--sku Standard_LRS"), account);
    }

    @Test
    void anApplicationGetsAPrincipalAndSecretsThatReplaceEachOther() throws Exception {
        String client = az.json("ad app create --display-name az-test").path("appId").asString();
        String principal = az.json("ad sp create --id ?", client).path("id").asString();
        JsonNode found =
                az.graph(
                        "post",
                        "directoryObjects/getByIds",
                        Map.of("ids", List.of(principal), "types", List.of("servicePrincipal")));
        assertEquals(client, found.path("value").path(0).path("appId").asString());
        az.manage(
                "put",
                Scopes.newAssignment(scopes.group(GROUP)),
                scopes.assignment(principal, Scopes.READER));
        String old = newSecret(client);
        String secret = newSecret(client);
        try {
            IOException refused =
                    assertThrows(IOException.class, () -> az.signInBySecret(client, old));
            assertTrue(refused.getMessage().contains("AADSTS7000215"), "the wrong refusal");
            assertFalse(refused.getMessage().contains(old), "the refusal shows the secret");
            az.signInBySecret(client, secret);
            assertEquals(client, az.json("account show").path("user").path("name").asString());
        } finally {
            az.signIn();
        }
    }

    private static String newSecret(String client) throws Exception {
        return az.json("ad app credential reset --id ?", client).path("password").asString();
    }

    @Test
    void aServicePrincipalIsNoSignedInUser() throws Exception {
        String refusal = az.refusal("ad signed-in-user show");
        assertTrue(refusal.contains("/me request is only valid with delegated"), refusal);
    }

    @Test
    void theActivityLogShowsWhatWasDone() throws Exception {
        JsonNode log = az.json("monitor activity-log list --offset 1h");
        assertTrue(log.toString().contains("Microsoft.Storage/storageAccounts/write"));
    }

    /** The fake az prints its environment. */
    @Test
    void bleuAzHandsOnNothingOfAzureThatItInherits() throws Exception {
        Path fake = Files.writeString(folder.resolve("az"), "#!/bin/sh\nenv\n");
        assertTrue(fake.toFile().setExecutable(true));
        ProcessBuilder process = az.process("version");
        Map<String, String> environment = process.environment();
        environment.put("PATH", folder + ":" + environment.get("PATH"));
        environment.put("AZURE_CONFIG_DIR", "/inherited");
        environment.put("AZURE_DEFAULTS_LOCATION", "inherited");
        environment.put("AZURE_CORE_COLLECT_TELEMETRY", "inherited");
        environment.put("ARM_CLOUD_METADATA_URL", "https://inherited");
        List<String> seen =
                Cloud.run(process)
                        .output()
                        .lines()
                        .filter(line -> line.startsWith("AZURE_") || line.startsWith("ARM_"))
                        .sorted()
                        .toList();
        assertEquals(
                List.of(
                        "AZURE_CONFIG_DIR=" + cloud.env("AZURE_CONFIG_DIR"),
                        "AZURE_CORE_COLLECT_TELEMETRY=no"),
                seen);
    }

    /** As when plain az was used first, with the folder that env prints. */
    @Test
    void bleuAzTakesUpACloudThatPlainAzHasRegistered() throws Exception {
        Files.delete(Path.of(cloud.env("AZURE_CONFIG_DIR"), "registered.json"));
        assertEquals("Bleu", az.json("cloud show").path("name").asString());
    }

    /** As the README says it, in a configuration folder that is still empty. */
    @Test
    void plainAzWorksWithWhatEnvPrints() throws Exception {
        String script =
                """
                eval "$("$0" env --data "$1")"
                export AZURE_CONFIG_DIR=$2
                az cloud register -n Bleu --cloud-config "@$BLEU_AZ_CLOUD" && az cloud set -n Bleu
                az login --service-principal --tenant "$AZURE_TENANT_ID" --output none \\
                    --username "$AZURE_CLIENT_ID" --password "$AZURE_CLIENT_CERTIFICATE_PATH"
                az group list --query '[].name' --output tsv
                """;
        ProcessBuilder shell = cloud.builder();
        String bleu = shell.command().getFirst();
        shell.command("bash", "-ec", script, bleu, cloud.data().toString(), folder.toString());
        Cloud.Result result = Cloud.run(shell);
        assertEquals(0, result.exit(), result.output());
        assertTrue(result.output().lines().toList().contains(GROUP), result.output());
    }
}
