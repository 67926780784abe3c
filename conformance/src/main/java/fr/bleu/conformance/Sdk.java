package fr.bleu.conformance;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.BearerTokenAuthenticationPolicy;
import com.azure.core.management.AzureEnvironment;
import com.azure.core.management.profile.AzureProfile;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.resourcemanager.resources.ResourceManager;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Azure SDK for Java's clients, pointed at a cloud as its documentation says. */
public final class Sdk {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Cloud cloud;
    private final HttpClient http;

    /** With the SDK's own client, which trusts what the JVM trusted when it was first used. */
    public Sdk(Cloud cloud) {
        this(cloud, HttpClient.createDefault());
    }

    /** With another client, for a JVM that starts several clouds, each with a CA of its own. */
    public Sdk(Cloud cloud, HttpClient http) {
        this.cloud = cloud;
        this.http = http;
    }

    /** The administrator's credential: a certificate and its key, one PEM. */
    public TokenCredential administrator() {
        return new ClientCertificateCredentialBuilder()
                .httpClient(http)
                .authorityHost(cloud.env("AZURE_AUTHORITY_HOST"))
                .disableInstanceDiscovery()
                .tenantId(cloud.env("AZURE_TENANT_ID"))
                .clientId(cloud.env("AZURE_CLIENT_ID"))
                .pemCertificate(cloud.env("AZURE_CLIENT_CERTIFICATE_PATH"))
                .build();
    }

    /** A service principal's credential by secret. */
    public TokenCredential secret(String client, String secret) {
        return new ClientSecretCredentialBuilder()
                .authorityHost(cloud.env("AZURE_AUTHORITY_HOST"))
                .disableInstanceDiscovery()
                .tenantId(cloud.env("AZURE_TENANT_ID"))
                .clientId(client)
                .clientSecret(secret)
                .build();
    }

    /** Signs in for the Resource Manager; the token's text. */
    public String token(TokenCredential credential) {
        TokenRequestContext context =
                new TokenRequestContext().addScopes(cloud.env("BLEU_RESOURCE") + "/.default");
        return credential.getTokenSync(context).getToken();
    }

    /** The Resource Manager's client, on the home subscription. */
    public ResourceManager resources(TokenCredential credential) {
        AzureProfile profile =
                new AzureProfile(
                        cloud.env("AZURE_TENANT_ID"),
                        cloud.env("AZURE_SUBSCRIPTION_ID"),
                        new AzureEnvironment(endpoints()));
        return ResourceManager.authenticate(credential, profile)
                .withSubscription(cloud.env("AZURE_SUBSCRIPTION_ID"));
    }

    private Map<String, String> endpoints() {
        Map<String, String> endpoints = new HashMap<>();
        endpoints.put("resourceManagerEndpointUrl", cloud.env("BLEU_URL"));
        endpoints.put("managementEndpointUrl", cloud.env("BLEU_RESOURCE"));
        endpoints.put("activeDirectoryEndpointUrl", cloud.env("AZURE_AUTHORITY_HOST"));
        endpoints.put("activeDirectoryResourceId", cloud.env("BLEU_RESOURCE"));
        endpoints.put("microsoftGraphResourceId", cloud.env("BLEU_GRAPH"));
        endpoints.put("storageEndpointSuffix", "." + cloud.env("BLEU_STORAGE_SUFFIX"));
        endpoints.put("keyVaultDnsSuffix", cloud.env("BLEU_VAULT_SUFFIX"));
        return endpoints;
    }

    /** An account's Blob service, by its host name. */
    public BlobServiceClient blobs(TokenCredential credential, String account) {
        return new BlobServiceClientBuilder()
                .endpoint("https://" + account + ".blob." + cloud.env("BLEU_STORAGE_SUFFIX"))
                .credential(credential)
                .buildClient();
    }

    public BlobContainerClient container(TokenCredential credential, String account, String name) {
        return blobs(credential, account).getBlobContainerClient(name);
    }

    /** A vault's secrets, by its host name. */
    public SecretClient secrets(TokenCredential credential, String vault) {
        return new SecretClientBuilder()
                .vaultUrl("https://" + vault + cloud.env("BLEU_VAULT_SUFFIX"))
                .credential(credential)
                .buildClient();
    }

    /**
     * Sends one JSON request through the SDK's pipeline, for what its typed clients do not cover.
     *
     * @param scope the resource to get a token for
     * @param body null for none
     */
    public JsonNode send(
            TokenCredential credential, String scope, HttpMethod method, String url, Object body)
            throws IOException {
        HttpPipeline pipeline =
                new HttpPipelineBuilder()
                        .httpClient(http)
                        .policies(
                                new BearerTokenAuthenticationPolicy(
                                        credential, scope + "/.default"))
                        .build();
        HttpRequest request = new HttpRequest(method, url);
        if (body != null) {
            request.setHeader(HttpHeaderName.CONTENT_TYPE, "application/json");
            request.setBody(JSON.writeValueAsString(body));
        }
        try (HttpResponse response = pipeline.sendSync(request, com.azure.core.util.Context.NONE)) {
            String text = response.getBodyAsString().block();
            if (response.getStatusCode() >= 300) {
                throw new IOException(
                        method + " " + url + ": " + response.getStatusCode() + " " + text);
            }
            return text == null || text.isEmpty() ? JSON.createObjectNode() : JSON.readTree(text);
        }
    }
}
