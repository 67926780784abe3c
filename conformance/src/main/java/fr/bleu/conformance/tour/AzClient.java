package fr.bleu.conformance.tour;

import fr.bleu.conformance.Cloud;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tour with az, through {@code bleu az}. Debian's az 2.45 cannot create role assignments or use
 * secrets against Debian's own libraries whatever the server does: those go through {@code az
 * rest}.
 */
final class AzClient implements TourClient {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String BLOB_DATA_CONTRIBUTOR = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";
    private static final String BLOB_DATA_READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1";
    private static final String SECRETS_OFFICER = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7";

    private final Cloud cloud;
    private final String vaultResource;

    AzClient(Cloud cloud) {
        this.cloud = cloud;
        this.vaultResource = "https://" + cloud.env("BLEU_VAULT_SUFFIX").substring(1);
    }

    @Override
    public String name() {
        return "az";
    }

    private String az(String... words) throws Exception {
        return az(Map.of(), words);
    }

    private String az(Map<String, String> environment, String... words) throws Exception {
        Cloud.Result result = tryAz(environment, words);
        if (result.exit() != 0) {
            throw new IllegalStateException(
                    "az " + words[0] + " " + words[1] + ": " + result.output());
        }
        return result.output();
    }

    private Cloud.Result tryAz(Map<String, String> environment, String... words) throws Exception {
        List<String> line = new ArrayList<>(List.of("az", "--data", cloud.data().toString()));
        line.addAll(List.of(words));
        ProcessBuilder builder = cloud.builder(line.toArray(String[]::new));
        builder.environment().putAll(environment);
        return Cloud.run(builder);
    }

    @Override
    public void signIn() throws Exception {
        az(
                "login",
                "--service-principal",
                "--tenant",
                cloud.env("AZURE_TENANT_ID"),
                "--username",
                cloud.env("AZURE_CLIENT_ID"),
                "--password",
                cloud.env("AZURE_CLIENT_CERTIFICATE_PATH"));
    }

    @Override
    public void createGroup(String group, String region) throws Exception {
        az("group", "create", "--name", group, "--location", region);
    }

    @Override
    public String refusedGroup(String group, String region) throws Exception {
        Cloud.Result result =
                tryAz(Map.of(), "group", "create", "--name", group, "--location", region);
        Expect.that(result.exit() != 0, region + " was not refused");
        return result.output();
    }

    @Override
    public void registerProvider(String namespace) throws Exception {
        az("provider", "register", "--namespace", namespace, "--wait");
    }

    @Override
    public void createStorageAccount(String group, String account) throws Exception {
        az(
                "storage",
                "account",
                "create",
                "--name",
                account,
                "--resource-group",
                group,
                "--location",
                "francecentral",
                "--sku",
                "Standard_LRS");
        assign(storageId(group, account), administratorId(), BLOB_DATA_CONTRIBUTOR);
    }

    private String groupId(String group) {
        return "/subscriptions/" + cloud.env("AZURE_SUBSCRIPTION_ID") + "/resourceGroups/" + group;
    }

    private String storageId(String group, String account) {
        return groupId(group) + "/providers/Microsoft.Storage/storageAccounts/" + account;
    }

    private String administratorId() throws Exception {
        return graph(
                        "get",
                        "servicePrincipals?$filter=appId eq '" + cloud.env("AZURE_CLIENT_ID") + "'",
                        null)
                .path("value")
                .path(0)
                .path("id")
                .asString();
    }

    private JsonNode graph(String method, String path, Object body) throws Exception {
        return rest(
                method, cloud.env("BLEU_GRAPH") + "/v1.0/" + path, cloud.env("BLEU_GRAPH"), body);
    }

    /** az rest; the body goes through a file, so that no secret is an argument. */
    private JsonNode rest(String method, String url, String resource, Object body)
            throws Exception {
        List<String> words =
                new ArrayList<>(
                        List.of("rest", "--method", method, "--url", url, "--resource", resource));
        Path file = Files.createTempFile(cloud.folder(), "body", ".json");
        try {
            if (body != null) {
                Files.write(file, JSON.writeValueAsBytes(body));
                words.addAll(List.of("--body", "@" + file));
            }
            String output = az(words.toArray(String[]::new));
            return output.isBlank() ? JSON.createObjectNode() : JSON.readTree(output);
        } finally {
            Files.delete(file);
        }
    }

    private void assign(String scope, String principal, String role) throws Exception {
        Map<String, String> properties =
                Map.of(
                        "principalId",
                        principal,
                        "principalType",
                        "ServicePrincipal",
                        "roleDefinitionId",
                        "/subscriptions/"
                                + cloud.env("AZURE_SUBSCRIPTION_ID")
                                + "/providers/Microsoft.Authorization/roleDefinitions/"
                                + role);
        rest(
                "put",
                cloud.env("BLEU_URL")
                        + scope
                        + "/providers/Microsoft.Authorization/roleAssignments/"
                        + UUID.randomUUID()
                        + "?api-version=2022-04-01",
                cloud.env("BLEU_RESOURCE"),
                Map.of("properties", properties));
    }

    @Override
    public void createContainer(String account, String container) throws Exception {
        az(
                "storage",
                "container",
                "create",
                "--name",
                container,
                "--account-name",
                account,
                "--auth-mode",
                "login");
    }

    @Override
    public String uploadTree(String account, String container, Path root, List<Path> files)
            throws Exception {
        az(
                "storage",
                "blob",
                "upload-batch",
                "--destination",
                container,
                "--source",
                root.toString(),
                "--account-name",
                account,
                "--auth-mode",
                "login",
                "--no-progress");
        return receipt(account, container);
    }

    /**
     * az storage shows no response headers, not even in its debug output; az rest does when
     * verbose: one more upload, and its receipt from there.
     */
    private String receipt(String account, String container) throws Exception {
        Path file = Files.writeString(cloud.folder().resolve("receipt-upload"), "a receipt please");
        Path log = cloud.folder().resolve("az-verbose");
        Process process =
                cloud.builder(
                                "az",
                                "--data",
                                cloud.data().toString(),
                                "rest",
                                "--method",
                                "put",
                                "--url",
                                "https://"
                                        + account
                                        + ".blob."
                                        + cloud.env("BLEU_STORAGE_SUFFIX")
                                        + "/"
                                        + container
                                        + "/receipt",
                                "--resource",
                                "https://storage.azure.com",
                                "--headers",
                                "x-ms-blob-type=BlockBlob",
                                "x-ms-version=2021-08-06",
                                "Content-Type=application/octet-stream",
                                "--body",
                                "@" + file,
                                "--verbose")
                        .redirectError(log.toFile())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        Expect.that(process.waitFor() == 0, "the upload failed: " + Files.readString(log));
        return Files.readString(log)
                .lines()
                .filter(line -> line.contains("'bleu-receipt'"))
                .map(line -> line.substring(line.indexOf("promised")).replaceAll("['\"].*$", ""))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("no bleu-receipt in az's verbose output"));
    }

    @Override
    public List<String> list(String account, String container, String prefix) throws Exception {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                "storage",
                                "blob",
                                "list",
                                "--container-name",
                                container,
                                "--account-name",
                                account,
                                "--auth-mode",
                                "login",
                                "--delimiter",
                                "/"));
        if (!prefix.isEmpty()) {
            line.addAll(List.of("--prefix", prefix));
        }
        List<String> names = new ArrayList<>();
        JSON.readTree(az(line.toArray(String[]::new)))
                .forEach(blob -> names.add(blob.path("name").asString()));
        return names;
    }

    @Override
    public void download(String account, String container, String blob, Path target)
            throws Exception {
        Path folder = cloud.folder().resolve("az-download");
        if (!Files.exists(folder)) {
            Files.createDirectory(folder);
            az(
                    "storage",
                    "blob",
                    "download-batch",
                    "--source",
                    container,
                    "--destination",
                    folder.toString(),
                    "--account-name",
                    account,
                    "--auth-mode",
                    "login",
                    "--no-progress");
        }
        Files.copy(folder.resolve(blob), target);
    }

    @Override
    public void createVault(String group, String vault) throws Exception {
        az(
                "keyvault",
                "create",
                "--name",
                vault,
                "--resource-group",
                group,
                "--location",
                "francecentral",
                "--enable-rbac-authorization",
                "true");
        assign(
                groupId(group) + "/providers/Microsoft.KeyVault/vaults/" + vault,
                administratorId(),
                SECRETS_OFFICER);
    }

    private String secretUrl(String vault, String name) {
        return "https://"
                + vault
                + cloud.env("BLEU_VAULT_SUFFIX")
                + "/secrets/"
                + name
                + "?api-version=7.4";
    }

    @Override
    public void setSecret(String vault, String name, String value) throws Exception {
        rest("put", secretUrl(vault, name), vaultResource, Map.of("value", value));
    }

    @Override
    public String getSecret(String vault, String name) throws Exception {
        return rest("get", secretUrl(vault, name), vaultResource, null).path("value").asString();
    }

    @Override
    public Reader createReader(String group, String account, String container) throws Exception {
        JsonNode application = graph("post", "applications", Map.of("displayName", "reader"));
        JsonNode password =
                graph(
                        "post",
                        "applications/" + application.path("id").asString() + "/addPassword",
                        Map.of("passwordCredential", Map.of("displayName", "tour")));
        String appId = application.path("appId").asString();
        JsonNode principal = graph("post", "servicePrincipals", Map.of("appId", appId));
        assign(
                storageId(group, account) + "/blobServices/default/containers/" + container,
                principal.path("id").asString(),
                BLOB_DATA_READER);
        return new AzReader(appId, password.path("secretText").asString());
    }

    @Override
    public List<String> activityLog() throws Exception {
        List<String> lines = new ArrayList<>();
        JSON.readTree(az("monitor", "activity-log", "list", "--offset", "1h"))
                .forEach(
                        event ->
                                lines.add(
                                        event.path("operationName").path("value").asString()
                                                + " "
                                                + event.path("status").path("value").asString()));
        return lines;
    }

    /**
     * The reader signs in beside the administrator and is az's current account until its last call.
     */
    private final class AzReader implements Reader {

        private final Path file;

        AzReader(String appId, String secret) throws Exception {
            file = cloud.folder().resolve("reader-file");
            Files.writeString(file, "x");
            Path secretFile = cloud.folder().resolve("reader-secret");
            Files.writeString(secretFile, secret);
            // az reads a value from a file named with @, so that the secret is no argument.
            az(
                    "login",
                    "--service-principal",
                    "--tenant",
                    cloud.env("AZURE_TENANT_ID"),
                    "--username",
                    appId,
                    "--password",
                    "@" + secretFile);
            Files.delete(secretFile);
        }

        @Override
        public long read(String account, String container, String blob) throws Exception {
            Path target = cloud.folder().resolve("reader-download");
            az(
                    "storage",
                    "blob",
                    "download",
                    "--container-name",
                    container,
                    "--name",
                    blob,
                    "--file",
                    target.toString(),
                    "--account-name",
                    account,
                    "--auth-mode",
                    "login",
                    "--no-progress");
            return Files.size(target);
        }

        @Override
        public String refusedWrite(String account, String container, String blob) throws Exception {
            return refusal(
                    "storage",
                    "blob",
                    "upload",
                    "--container-name",
                    container,
                    "--name",
                    blob,
                    "--file",
                    file.toString(),
                    "--account-name",
                    account,
                    "--auth-mode",
                    "login",
                    "--no-progress");
        }

        @Override
        public String refusedRead(String account, String container, String blob) throws Exception {
            String refusal =
                    refusal(
                            "storage",
                            "blob",
                            "list",
                            "--container-name",
                            container,
                            "--account-name",
                            account,
                            "--auth-mode",
                            "login");
            // The administrator goes on from here.
            signIn();
            return refusal;
        }

        private String refusal(String... words) throws Exception {
            Cloud.Result result = tryAz(Map.of(), words);
            Expect.that(result.exit() != 0, "the call was not refused");
            // az words this refusal itself and leaves the code out.
            return result.output().contains("You do not have the required permissions")
                    ? "AuthorizationPermissionMismatch"
                    : result.output();
        }
    }
}
