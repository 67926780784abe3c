package fr.bleu.conformance.tour;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.rest.Response;
import com.azure.core.management.exception.ManagementException;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.resourcemanager.resources.ResourceManager;
import com.azure.resourcemanager.resources.fluent.models.GenericResourceInner;
import com.azure.resourcemanager.resources.models.Sku;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.BlockBlobItem;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import fr.bleu.conformance.Cloud;
import fr.bleu.conformance.Scopes;
import fr.bleu.conformance.Sdk;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/** The tour with the Azure SDK for Java. */
final class SdkClient implements TourClient {

    private static final HttpHeaderName RECEIPT = HttpHeaderName.fromString("bleu-receipt");
    private static final int PARALLEL_UPLOADS = 8;

    private final Cloud cloud;
    private final Sdk sdk;
    private final Scopes scopes;
    private final TokenCredential administrator;
    private final ResourceManager resources;

    SdkClient(Cloud cloud) {
        this.cloud = cloud;
        this.sdk = new Sdk(cloud);
        this.scopes = new Scopes(cloud);
        this.administrator = sdk.administrator();
        this.resources = sdk.resources(administrator);
    }

    @Override
    public String name() {
        return "the Azure SDK for Java";
    }

    @Override
    public void signIn() {
        Expect.that(!sdk.token(administrator).isEmpty(), "no token came");
    }

    @Override
    public void createGroup(String group, String region) {
        resources.resourceGroups().define(group).withRegion(region).create();
    }

    @Override
    public String refusedGroup(String group, String region) {
        try {
            resources.resourceGroups().define(group).withRegion(region).create();
        } catch (ManagementException e) {
            int status = e.getResponse().getStatusCode();
            Expect.that(status == 403, "the refusal is " + status);
            return e.getValue().getCode()
                    + " "
                    + e.getValue().getAdditionalInfo().stream()
                            .map(info -> String.valueOf(info.getInfo()))
                            .toList();
        }
        throw new IllegalStateException(region + " was not refused");
    }

    @Override
    public void registerProvider(String namespace) {
        resources.providers().register(namespace);
    }

    @Override
    public void createStorageAccount(String group, String account) throws Exception {
        put(
                scopes.storage(group, account),
                "2023-01-01",
                new GenericResourceInner()
                        .withKind("StorageV2")
                        .withSku(new Sku().withName("Standard_LRS"))
                        .withLocation("francecentral"));
        assign(scopes.storage(group, account), administratorId(), Scopes.BLOB_DATA_CONTRIBUTOR);
    }

    private void put(String id, String apiVersion, GenericResourceInner resource) {
        resources.serviceClient().getResources().createOrUpdateById(id, apiVersion, resource);
    }

    private void assign(String scope, String principal, String role) throws Exception {
        sdk.send(
                administrator,
                cloud.env("BLEU_RESOURCE"),
                HttpMethod.PUT,
                cloud.env("BLEU_URL") + Scopes.newAssignment(scope),
                scopes.assignment(principal, role));
    }

    private String administratorId() throws Exception {
        return graph(
                        HttpMethod.GET,
                        "servicePrincipals?$filter=appId%20eq%20'"
                                + cloud.env("AZURE_CLIENT_ID")
                                + "'",
                        null)
                .path("value")
                .path(0)
                .path("id")
                .asString();
    }

    private JsonNode graph(HttpMethod method, String path, Object body) throws Exception {
        return sdk.send(
                administrator,
                cloud.env("BLEU_GRAPH"),
                method,
                cloud.env("BLEU_GRAPH") + "/v1.0/" + path,
                body);
    }

    @Override
    public void createContainer(String account, String container) {
        sdk.container(administrator, account, container).create();
    }

    @Override
    public String uploadTree(String account, String container, Path root, List<Path> files)
            throws Exception {
        BlobContainerClient client = sdk.container(administrator, account, container);
        List<Callable<String>> uploads = new ArrayList<>();
        files.forEach(file -> uploads.add(() -> upload(client, root, file)));
        String receipt = "";
        try (ExecutorService pool = Executors.newFixedThreadPool(PARALLEL_UPLOADS)) {
            for (Future<String> upload : pool.invokeAll(uploads)) {
                receipt = upload.get();
            }
        }
        return receipt;
    }

    private static String upload(BlobContainerClient client, Path root, Path file) {
        Response<BlockBlobItem> response =
                client.getBlobClient(root.relativize(file).toString())
                        .uploadWithResponse(
                                new BlobParallelUploadOptions(BinaryData.fromFile(file)),
                                null,
                                Context.NONE);
        return String.valueOf(response.getHeaders().getValue(RECEIPT));
    }

    @Override
    public List<String> list(String account, String container, String prefix) {
        return sdk
                .container(administrator, account, container)
                .listBlobsByHierarchy(prefix)
                .stream()
                .map(BlobItem::getName)
                .toList();
    }

    @Override
    public void download(String account, String container, String blob, Path target) {
        sdk.container(administrator, account, container)
                .getBlobClient(blob)
                .downloadToFile(target.toString());
    }

    @Override
    public void createVault(String group, String vault) throws Exception {
        String id = scopes.vault(group, vault);
        put(
                id,
                "2022-07-01",
                new GenericResourceInner()
                        .withLocation("francecentral")
                        .withProperties(
                                Map.of(
                                        "tenantId", cloud.env("AZURE_TENANT_ID"),
                                        "sku", Map.of("family", "A", "name", "standard"),
                                        "enableRbacAuthorization", true)));
        assign(id, administratorId(), Scopes.SECRETS_OFFICER);
    }

    @Override
    public void setSecret(String vault, String name, String value) {
        sdk.secrets(administrator, vault).setSecret(name, value);
    }

    @Override
    public String getSecret(String vault, String name) {
        return sdk.secrets(administrator, vault).getSecret(name).getValue();
    }

    @Override
    public Reader createReader(String group, String account, String container) throws Exception {
        JsonNode application =
                graph(HttpMethod.POST, "applications", Map.of("displayName", "reader"));
        JsonNode password =
                graph(
                        HttpMethod.POST,
                        "applications/" + application.path("id").asString() + "/addPassword",
                        Map.of("passwordCredential", Map.of("displayName", "tour")));
        String appId = application.path("appId").asString();
        JsonNode principal = graph(HttpMethod.POST, "servicePrincipals", Map.of("appId", appId));
        assign(
                scopes.container(group, account, container),
                principal.path("id").asString(),
                Scopes.BLOB_DATA_READER);
        return new SdkReader(sdk.secret(appId, password.path("secretText").asString()));
    }

    @Override
    public List<String> activityLog() throws Exception {
        String since =
                OffsetDateTime.now(java.time.ZoneOffset.UTC).minusHours(1).withNano(0).toString();
        JsonNode log =
                sdk.send(
                        administrator,
                        cloud.env("BLEU_RESOURCE"),
                        HttpMethod.GET,
                        cloud.env("BLEU_URL")
                                + scopes.subscription()
                                + "/providers/Microsoft.Insights/eventtypes/management/values"
                                + "?api-version=2015-04-01&$filter=eventTimestamp%20ge%20'"
                                + since
                                + "'",
                        null);
        List<String> lines = new ArrayList<>();
        log.path("value")
                .forEach(
                        event ->
                                lines.add(
                                        event.path("operationName").path("value").asString()
                                                + " "
                                                + event.path("status").path("value").asString()));
        return lines;
    }

    /** The reader, through the same SDK with its own credential. */
    private final class SdkReader implements Reader {

        private final TokenCredential credential;

        SdkReader(TokenCredential credential) {
            this.credential = credential;
        }

        @Override
        public long read(String account, String container, String blob) {
            return sdk.container(credential, account, container)
                    .getBlobClient(blob)
                    .downloadContent()
                    .getLength();
        }

        @Override
        public String refusedWrite(String account, String container, String blob) {
            return refusal(
                    () ->
                            sdk.container(credential, account, container)
                                    .getBlobClient(blob)
                                    .upload(BinaryData.fromString("x")));
        }

        @Override
        public String refusedRead(String account, String container, String blob) {
            return refusal(
                    () ->
                            sdk.container(credential, account, container)
                                    .getBlobClient(blob)
                                    .downloadContent());
        }

        private static String refusal(Runnable call) {
            try {
                call.run();
            } catch (BlobStorageException e) {
                return e.getStatusCode() + " " + e.getErrorCode();
            }
            throw new IllegalStateException("the call was not refused");
        }
    }
}
