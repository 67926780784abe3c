package fr.bleu.bench;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import fr.bleu.conformance.Cloud;
import fr.bleu.conformance.Sdk;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import reactor.netty.http.Http11SslContextSpec;
import tools.jackson.databind.JsonNode;

/** The Resource Manager of a cloud, as the administrator. */
final class Arm {

    private static final String GROUP = "/resourceGroups/bench";
    private static final String GROUP_VERSION = "?api-version=2021-04-01";
    private static final String STORAGE_VERSION = "?api-version=2023-01-01";

    private final Cloud cloud;
    private final Sdk sdk;
    private final TokenCredential administrator;
    private final String subscription;

    Arm(Cloud cloud) {
        this.cloud = cloud;
        sdk = new Sdk(cloud, trusting(Path.of(cloud.env("BLEU_CA"))));
        administrator = sdk.administrator();
        subscription = "/subscriptions/" + cloud.env("AZURE_SUBSCRIPTION_ID");
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

    /** Makes a storage account in the group; its first key. */
    byte[] makeAccount(String name) throws IOException {
        String account =
                subscription + GROUP + "/providers/Microsoft.Storage/storageAccounts/" + name;
        send(HttpMethod.PUT, group(), Map.of("location", "francecentral"));
        send(
                HttpMethod.POST,
                subscription + "/providers/Microsoft.Storage/register" + GROUP_VERSION,
                null);
        send(
                HttpMethod.PUT,
                account + STORAGE_VERSION,
                Map.of(
                        "location", "francecentral",
                        "kind", "StorageV2",
                        "sku", Map.of("name", "Standard_LRS")));
        JsonNode keys = send(HttpMethod.POST, account + "/listKeys" + STORAGE_VERSION, null);
        return Base64.getDecoder().decode(keys.path("keys").path(0).path("value").asString());
    }

    /** Reads the group, over and over, with one token, which lives for an hour. */
    Work readGroup(int connections) {
        byte[] get = request("GET", group(), sdk.token(administrator), "");
        return new Work(
                "arm-get-" + connections,
                connections,
                0,
                0,
                (requests, worker) -> connection -> connection.call(get, 200));
    }

    /** Writes groups of their own, which is a change of each, with its entry. */
    Work writeGroups(int connections) {
        String token = sdk.token(administrator);
        return new Work(
                "arm-put-" + connections,
                connections,
                0,
                0,
                (requests, worker) -> {
                    long[] count = {0};
                    String group = subscription + GROUP + "-" + worker + GROUP_VERSION;
                    return connection -> {
                        String tags = "{\"n\":\"" + count[0]++ + "\"}";
                        String body = "{\"location\":\"francecentral\",\"tags\":" + tags + "}";
                        connection.call(
                                request("PUT", group, token, body), count[0] == 1 ? 201 : 200);
                    };
                });
    }

    private byte[] request(String method, String path, String token, String body) {
        String head =
                method
                        + " "
                        + path
                        + " HTTP/1.1\r\nHost: "
                        + URI.create(cloud.env("BLEU_URL")).getAuthority()
                        + "\r\nAuthorization: Bearer "
                        + token
                        + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.US_ASCII);
    }

    private String group() {
        return subscription + GROUP + GROUP_VERSION;
    }

    private JsonNode send(HttpMethod method, String path, Object body) throws IOException {
        return sdk.send(
                administrator,
                cloud.env("BLEU_RESOURCE"),
                method,
                cloud.env("BLEU_URL") + path,
                body);
    }
}
