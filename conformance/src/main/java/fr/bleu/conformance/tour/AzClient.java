package fr.bleu.conformance.tour;

import fr.bleu.conformance.Az;
import fr.bleu.conformance.Cloud;
import fr.bleu.conformance.Scopes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The tour with az, through {@code bleu az}. Debian's az 2.45 cannot create role assignments or use
 * secrets against Debian's own libraries whatever the server does: those go through {@code az
 * rest}.
 */
final class AzClient implements TourClient {

    private final Cloud cloud;
    private final Az az;
    private final Scopes scopes;

    AzClient(Cloud cloud) {
        this.cloud = cloud;
        this.az = new Az(cloud);
        this.scopes = new Scopes(cloud);
    }

    @Override
    public String name() {
        return "az";
    }

    @Override
    public void signIn() throws Exception {
        az.signIn();
    }

    @Override
    public void createGroup(String group, String region) throws Exception {
        az.run("group create --name ? --location ?", group, region);
    }

    @Override
    public String refusedGroup(String group, String region) throws Exception {
        return az.refusal("group create --name ? --location ?", group, region);
    }

    @Override
    public void registerProvider(String namespace) throws Exception {
        az.run("provider register --namespace ? --wait", namespace);
    }

    @Override
    public void createStorageAccount(String group, String account) throws Exception {
        az.run(
                "storage account create --name ? --resource-group ? --location francecentral"
                        + " --sku Standard_LRS",
                account,
                group);
        assign(scopes.storage(group, account), administratorId(), Scopes.BLOB_DATA_CONTRIBUTOR);
    }

    private String administratorId() throws Exception {
        String filter = "?$filter=appId eq '" + cloud.env("AZURE_CLIENT_ID") + "'";
        JsonNode found = az.graph("get", "servicePrincipals" + filter, null);
        return found.path("value").path(0).path("id").asString();
    }

    private void assign(String scope, String principal, String role) throws Exception {
        az.manage("put", Scopes.newAssignment(scope), scopes.assignment(principal, role));
    }

    @Override
    public void createContainer(String account, String container) throws Exception {
        az.run(
                "storage container create --name ? --account-name ? --auth-mode login",
                container,
                account);
    }

    @Override
    public String uploadTree(String account, String container, Path root, List<Path> files)
            throws Exception {
        az.run(
                "storage blob upload-batch --destination ? --source ? --account-name ?"
                        + " --auth-mode login --no-progress",
                container,
                root,
                account);
        Path file = Files.writeString(cloud.folder().resolve("receipt-upload"), "a receipt please");
        String host = account + ".blob." + cloud.env("BLEU_STORAGE_SUFFIX");
        return az.putForReceipt("https://" + host + "/" + container + "/receipt", file);
    }

    @Override
    public List<String> list(String account, String container, String prefix) throws Exception {
        String list =
                "storage blob list --container-name ? --account-name ? --auth-mode login"
                        + " --delimiter /";
        JsonNode blobs =
                prefix.isEmpty()
                        ? az.json(list, container, account)
                        : az.json(list + " --prefix ?", container, account, prefix);
        List<String> names = new ArrayList<>();
        blobs.forEach(blob -> names.add(blob.path("name").asString()));
        return names;
    }

    /** Downloads all of the container at the first call: az takes over a second for each start. */
    @Override
    public void download(String account, String container, String blob, Path target)
            throws Exception {
        Path folder = cloud.folder().resolve("az-download");
        if (!Files.exists(folder)) {
            Files.createDirectory(folder);
            az.run(
                    "storage blob download-batch --source ? --destination ? --account-name ?"
                            + " --auth-mode login --no-progress",
                    container,
                    folder,
                    account);
        }
        Files.move(folder.resolve(blob), target);
    }

    @Override
    public void createVault(String group, String vault) throws Exception {
        az.run(
                "keyvault create --name ? --resource-group ? --location francecentral"
                        + " --enable-rbac-authorization true",
                vault,
                group);
        assign(scopes.vault(group, vault), administratorId(), Scopes.SECRETS_OFFICER);
    }

    @Override
    public void setSecret(String vault, String name, String value) throws Exception {
        az.secret("put", vault, name, Map.of("value", value));
    }

    @Override
    public String getSecret(String vault, String name) throws Exception {
        return az.secret("get", vault, name, null).path("value").asString();
    }

    @Override
    public Reader createReader(String group, String account, String container) throws Exception {
        JsonNode application = az.graph("post", "applications", Map.of("displayName", "reader"));
        String client = application.path("appId").asString();
        JsonNode password =
                az.graph(
                        "post",
                        "applications/" + application.path("id").asString() + "/addPassword",
                        Map.of("passwordCredential", Map.of("displayName", "tour")));
        JsonNode principal = az.graph("post", "servicePrincipals", Map.of("appId", client));
        assign(
                scopes.container(group, account, container),
                principal.path("id").asString(),
                Scopes.BLOB_DATA_READER);
        az.signInBySecret(client, password.path("secretText").asString());
        return new AzReader();
    }

    @Override
    public List<String> activityLog() throws Exception {
        List<String> lines = new ArrayList<>();
        for (JsonNode event : az.json("monitor activity-log list --offset 1h")) {
            String operation = event.path("operationName").path("value").asString();
            lines.add(operation + " " + event.path("status").path("value").asString());
        }
        return lines;
    }

    /** The reader is az's current account until its last call. */
    private final class AzReader implements Reader {

        @Override
        public long read(String account, String container, String blob) throws Exception {
            Path target = cloud.folder().resolve("reader-download");
            az.run(
                    "storage blob download --container-name ? --name ? --file ? --account-name ?"
                            + " --auth-mode login --no-progress",
                    container,
                    blob,
                    target,
                    account);
            return Files.size(target);
        }

        @Override
        public String refusedWrite(String account, String container, String blob) throws Exception {
            Path file = Files.writeString(cloud.folder().resolve("reader-file"), "x");
            return refusal(
                    "storage blob upload --container-name ? --name ? --file ? --account-name ?"
                            + " --auth-mode login --no-progress",
                    container,
                    blob,
                    file,
                    account);
        }

        @Override
        public String refusedRead(String account, String container, String blob) throws Exception {
            String refusal =
                    refusal(
                            "storage blob show --container-name ? --name ? --account-name ?"
                                    + " --auth-mode login",
                            container,
                            blob,
                            account);
            signIn();
            return refusal;
        }

        /** The refusal's code; az words this refusal itself and leaves its code out. */
        private String refusal(String command, Object... values) throws Exception {
            String printed = az.refusal(command, values);
            return printed.contains("You do not have the required permissions")
                    ? "AuthorizationPermissionMismatch"
                    : printed;
        }
    }
}
