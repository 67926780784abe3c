package fr.bleu.conformance;

import com.azure.core.http.HttpMethod;
import com.azure.resourcemanager.resources.ResourceManager;
import com.azure.resourcemanager.resources.fluent.models.GenericResourceInner;
import com.azure.resourcemanager.resources.models.Sku;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.util.Map;
import java.util.TreeMap;

/**
 * A storage account of the shared cloud, in a group of its own name, for a client that is not in
 * this JVM.
 *
 * @param key the account's first key, in Base64
 */
record TestAccount(Cloud cloud, String name, String key) {

    /** Creates the account. */
    static TestAccount create(String name) throws Exception {
        Cloud cloud = SharedCloud.get();
        Sdk sdk = new Sdk(cloud);
        ResourceManager resources = sdk.resources(sdk.administrator());
        resources.resourceGroups().define(name).withRegion("francecentral").create();
        resources.providers().register("Microsoft.Storage");
        String id = new Scopes(cloud).storage(name, name);
        GenericResourceInner wanted =
                new GenericResourceInner()
                        .withKind("StorageV2")
                        .withSku(new Sku().withName("Standard_LRS"))
                        .withLocation("francecentral");
        resources.serviceClient().getResources().createOrUpdateById(id, "2023-01-01", wanted);
        String keys = cloud.env("BLEU_URL") + id + "/listKeys?api-version=2023-01-01";
        String resource = cloud.env("BLEU_RESOURCE");
        String key =
                sdk.send(sdk.administrator(), resource, HttpMethod.POST, keys, null)
                        .path("keys")
                        .path(0)
                        .path("value")
                        .asString();
        return new TestAccount(cloud, name, key);
    }

    /** Creates a container, by the key. */
    void container(String container) {
        new BlobServiceClientBuilder()
                .endpoint(cloud.env("BLEU_URL") + "/" + name)
                .credential(new StorageSharedKeyCredential(name, key))
                .buildClient()
                .createBlobContainer(container);
    }

    /** Gives the administrator the role that reads and writes blobs. */
    void letTheAdministratorIn() throws Exception {
        Sdk sdk = new Sdk(cloud);
        Scopes scopes = new Scopes(cloud);
        String filter = "$filter=appId%20eq%20'" + cloud.env("AZURE_CLIENT_ID") + "'";
        String graph = cloud.env("BLEU_GRAPH");
        String url = graph + "/v1.0/servicePrincipals?" + filter;
        String principal =
                sdk.send(sdk.administrator(), graph, HttpMethod.GET, url, null)
                        .at("/value/0/id")
                        .asString();
        sdk.send(
                sdk.administrator(),
                cloud.env("BLEU_RESOURCE"),
                HttpMethod.PUT,
                cloud.env("BLEU_URL") + Scopes.newAssignment(scopes.storage(name, name)),
                scopes.assignment(principal, Scopes.BLOB_DATA_CONTRIBUTOR));
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
