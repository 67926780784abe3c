package fr.bleu.conformance;

import com.azure.core.http.HttpMethod;
import com.azure.resourcemanager.resources.ResourceManager;
import com.azure.resourcemanager.resources.fluent.models.GenericResourceInner;
import com.azure.resourcemanager.resources.models.Sku;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * A storage account of a cloud, the shared one unless said otherwise, in a group of its own name.
 *
 * @param key the account's first key, in Base64
 */
public record TestAccount(Cloud cloud, String name, String key) {

    /** Creates the account. */
    static TestAccount create(String name) throws Exception {
        return create(name, Map.of());
    }

    /**
     * Creates the account.
     *
     * @param properties of its template
     */
    static TestAccount create(String name, Map<String, Object> properties) throws Exception {
        return create(SharedCloud.get(), name, properties);
    }

    /** Creates the account in a cloud that this JVM trusts. */
    public static TestAccount create(Cloud cloud, String name, Map<String, Object> properties)
            throws Exception {
        Sdk sdk = new Sdk(cloud);
        ResourceManager resources = sdk.resources(sdk.administrator());
        resources.resourceGroups().define(name).withRegion("francecentral").create();
        resources.providers().register("Microsoft.Storage");
        TestAccount made = new TestAccount(cloud, name, "");
        GenericResourceInner wanted =
                new GenericResourceInner()
                        .withKind("StorageV2")
                        .withSku(new Sku().withName("Standard_LRS"))
                        .withLocation("francecentral")
                        .withProperties(properties);
        resources
                .serviceClient()
                .getResources()
                .createOrUpdateById(made.id(), "2023-01-01", wanted);
        String listKeys = made.id() + "/listKeys?api-version=2023-01-01";
        JsonNode keys = made.arm(HttpMethod.POST, listKeys, null).path("keys");
        String key = keys.path(0).path("value").asString();
        return new TestAccount(cloud, name, key);
    }

    /** Its resource id. */
    String id() {
        return new Scopes(cloud).storage(name, name);
    }

    /** What the Resource Manager answers the administrator. */
    JsonNode arm(HttpMethod method, String path, Object body) throws Exception {
        Sdk sdk = new Sdk(cloud);
        String url = cloud.env("BLEU_URL") + path;
        return sdk.send(sdk.administrator(), cloud.env("BLEU_RESOURCE"), method, url, body);
    }

    /** Its address with the account in the path. */
    String endpoint() {
        return cloud.env("BLEU_URL") + "/" + name;
    }

    StorageSharedKeyCredential credential() {
        return new StorageSharedKeyCredential(name, key);
    }

    /** As the key opens it. */
    BlobServiceClient service() {
        return new BlobServiceClientBuilder()
                .endpoint(endpoint())
                .credential(credential())
                .buildClient();
    }

    /** Creates a container, by the key. */
    void container(String container) {
        service().createBlobContainer(container);
    }

    /** Gives the administrator the role that reads and writes blobs. */
    void letTheAdministratorIn() throws Exception {
        letTheAdministratorIn(Scopes.BLOB_DATA_CONTRIBUTOR);
    }

    /** Gives the administrator a role. */
    void letTheAdministratorIn(String role) throws Exception {
        Sdk sdk = new Sdk(cloud);
        Scopes scopes = new Scopes(cloud);
        String filter = "$filter=appId%20eq%20'" + cloud.env("AZURE_CLIENT_ID") + "'";
        String graph = cloud.env("BLEU_GRAPH");
        String url = graph + "/v1.0/servicePrincipals?" + filter;
        String principal =
                sdk.send(sdk.administrator(), graph, HttpMethod.GET, url, null)
                        .at("/value/0/id")
                        .asString();
        arm(HttpMethod.PUT, Scopes.newAssignment(id()), scopes.assignment(principal, role));
    }

    /** Host and port of its Blob service. */
    String host() {
        return name + ".blob." + cloud.env("BLEU_STORAGE_SUFFIX");
    }

    /** What {@code bleu env} prints and what our scripts read about the account. */
    Map<String, String> environment() {
        Map<String, String> variables = new TreeMap<>(cloud.environment());
        variables.put("BLEU_TEST_ENDPOINT", "https://" + host());
        variables.put("BLEU_TEST_ACCOUNT", name);
        variables.put("BLEU_TEST_KEY", key);
        return variables;
    }

    @Override
    public String toString() {
        return name;
    }
}
