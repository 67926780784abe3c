package fr.bleu.bench;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import fr.bleu.conformance.Cloud;
import fr.bleu.conformance.Sdk;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import reactor.netty.http.Http11SslContextSpec;
import tools.jackson.databind.JsonNode;

/** Our cloud as a user starts it, with a storage account made through the Resource Manager. */
final class BleuServer implements Server {

    private static final String ACCOUNT = "benchaccount";

    private final Cloud cloud;
    private final Endpoint endpoint;

    private BleuServer(Cloud cloud, Endpoint endpoint) {
        this.cloud = cloud;
        this.endpoint = endpoint;
    }

    static BleuServer start() throws IOException, InterruptedException {
        Cloud cloud = Cloud.start();
        try {
            return new BleuServer(
                    cloud,
                    Endpoint.trusting(
                            Path.of(cloud.env("BLEU_CA")),
                            cloud.port(),
                            ACCOUNT,
                            makeAccount(cloud)));
        } catch (IOException | RuntimeException e) {
            cloud.close();
            throw e;
        }
    }

    /** Makes the account; its first key. */
    private static byte[] makeAccount(Cloud cloud) throws IOException {
        String subscription = "/subscriptions/" + cloud.env("AZURE_SUBSCRIPTION_ID");
        String account =
                subscription
                        + "/resourceGroups/bench/providers/Microsoft.Storage/storageAccounts/"
                        + ACCOUNT;
        Arm arm = new Arm(cloud);
        arm.send(
                HttpMethod.PUT,
                subscription + "/resourceGroups/bench?api-version=2021-04-01",
                Map.of("location", "francecentral"));
        arm.send(
                HttpMethod.POST,
                subscription + "/providers/Microsoft.Storage/register?api-version=2021-04-01",
                null);
        arm.send(
                HttpMethod.PUT,
                account + "?api-version=2023-01-01",
                Map.of(
                        "location", "francecentral",
                        "kind", "StorageV2",
                        "sku", Map.of("name", "Standard_LRS")));
        JsonNode keys =
                arm.send(HttpMethod.POST, account + "/listKeys?api-version=2023-01-01", null);
        return Base64.getDecoder().decode(keys.path("keys").path(0).path("value").asString());
    }

    /** The Resource Manager, as the administrator. */
    private static final class Arm {

        private final Cloud cloud;
        private final Sdk sdk;
        private final TokenCredential administrator;

        Arm(Cloud cloud) {
            this.cloud = cloud;
            sdk = new Sdk(cloud, trusting(Path.of(cloud.env("BLEU_CA"))));
            administrator = sdk.administrator();
        }

        /** The SDK's client, but for whom it trusts; names are the JVM's to resolve. */
        private static HttpClient trusting(Path ca) {
            Http11SslContextSpec tls =
                    Http11SslContextSpec.forClient()
                            .configure(builder -> builder.trustManager(ca.toFile()));
            return new NettyAsyncHttpClientBuilder(
                            reactor.netty.http.client.HttpClient.create()
                                    .resolver(DefaultAddressResolverGroup.INSTANCE)
                                    .secure(spec -> spec.sslContext(tls)))
                    .build();
        }

        JsonNode send(HttpMethod method, String path, Object body) throws IOException {
            return sdk.send(
                    administrator,
                    cloud.env("BLEU_RESOURCE"),
                    method,
                    cloud.env("BLEU_URL") + path,
                    body);
        }
    }

    /** The cloud itself, to be killed and started on the same data. */
    Cloud cloud() {
        return cloud;
    }

    @Override
    public String name() {
        return "Bleu";
    }

    @Override
    public long pid() {
        return cloud.pid();
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        cloud.close();
    }
}
