package fr.bleu.app.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.app.operator.OperatorOptions;
import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Route;
import fr.bleu.http.Site;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The whole platform as it is wired, with one thing of each kind, and a request for each route. */
final class Walk implements AutoCloseable {

    final Cloud cloud;
    private final RouteSamples samples;

    Walk(Path folder) throws Exception {
        this(folder, OperatorOptions.NONE);
    }

    Walk(Path folder, OperatorOptions operator) throws Exception {
        cloud = new Cloud(folder, operator);
        samples = new RouteSamples(cloud, cloud.app("walked"));
        cloud.assign(cloud.ownersPrincipal(), Cloud.BLOB_OWNER);
        cloud.assign(cloud.ownersPrincipal(), Cloud.VAULT_ADMINISTRATOR);
        fill();
    }

    private static final String CORS =
            "<StorageServiceProperties><Cors><CorsRule><AllowedOrigins>%s</AllowedOrigins>"
                    + "<AllowedMethods>GET</AllowedMethods><MaxAgeInSeconds>0</MaxAgeInSeconds>"
                    + "</CorsRule></Cors></StorageServiceProperties>";

    private void fill() {
        String group = "/resourceGroups/" + RouteSamples.GROUP;
        String account = "/providers/Microsoft.Storage/storageAccounts/" + RouteSamples.ACCOUNT;
        String vault = "/providers/Microsoft.KeyVault/vaults/" + RouteSamples.VAULT;
        cloud.arm("POST", "/providers/Microsoft.Storage/register", "");
        cloud.arm("POST", "/providers/Microsoft.KeyVault/register", "");
        cloud.arm("PUT", group, "{\"location\":\"francecentral\"}");
        cloud.arm("PUT", group + account, RouteSamples.account());
        cloud.arm(
                "PUT",
                group + account + "/encryptionScopes/" + RouteSamples.ENCRYPTION_SCOPE,
                "{}");
        cloud.arm("PUT", group + vault, RouteSamples.vault(cloud));
        String box = "/" + RouteSamples.CONTAINER;
        made(cloud.request(Site.BLOB, "PUT", box + "?restype=container").body(""));
        made(
                cloud.request(Site.BLOB, "PUT", box + "/" + RouteSamples.BLOB)
                        .with("x-ms-blob-type", "BlockBlob")
                        .body("content"));
        made(cloud.request(Site.BLOB, "PUT", "/$root?restype=container").body(""));
        made(
                cloud.request(Site.BLOB, "PUT", "/" + RouteSamples.ROOT_BLOB)
                        .with("x-ms-blob-type", "BlockBlob")
                        .body("content"));
        Answer cors =
                cloud.call(
                        cloud.owner,
                        cloud.request(Site.BLOB, "PUT", "/?restype=service&comp=properties")
                                .label(RouteSamples.ACCOUNT)
                                .body(CORS.formatted(RouteSamples.ORIGIN)));
        assertEquals(202, cors.status(), Cloud.text(cors));
        Answer secret =
                cloud.call(
                        cloud.owner,
                        cloud.request(
                                        Site.VAULT,
                                        "PUT",
                                        "/secrets/" + RouteSamples.SECRET + "?api-version=7.4")
                                .label(RouteSamples.VAULT)
                                .body("{\"value\":\"v\"}"));
        assertEquals(200, secret.status(), Cloud.text(secret));
    }

    private void made(FakeRequest request) {
        Answer answer = cloud.call(cloud.owner, request.label(RouteSamples.ACCOUNT));
        assertEquals(201, answer.status(), Cloud.text(answer));
    }

    List<Route> routes() {
        return cloud.platform.router().routes();
    }

    /** The owner's request for the route. */
    FakeRequest request(Route route) {
        FakeRequest request = samples.of(route);
        String token = cloud.owner.tokens().get(route.site());
        return token == null ? request : request.with("Authorization", "Bearer " + token);
    }

    /** The owner's header lines for requests of blobs. */
    String blobHeaders() {
        return "x-ms-version: 2021-12-02\r\nAuthorization: Bearer "
                + cloud.owner.tokens().get(Site.BLOB)
                + "\r\n";
    }

    /** Where the cloud listens. */
    int port() {
        return cloud.port();
    }

    /** The route's answer to somebody who signed in. */
    Answer answer(Cloud.Someone someone, Route route) {
        return cloud.call(someone, samples.of(route));
    }

    /** The route's answer to a request without any credential. */
    Answer answer(Route route) {
        return samples.of(route).answeredBy(cloud.platform.router());
    }

    /** The route's answer to a bearer token, whatever it is for. */
    Answer answer(String token, Route route) {
        return samples.of(route)
                .with("Authorization", "Bearer " + token)
                .answeredBy(cloud.platform.router());
    }

    /** Other routes are about the caller's own tenant, and there the foreign Owner is at home. */
    static boolean namesAThingOfTheTenant(Route route) {
        return route.site() == Site.BLOB
                || route.site() == Site.VAULT
                || route.path().contains("{subscription}")
                || (route.site() == Site.GRAPH && !route.path().endsWith("/applications"));
    }

    /** A golden file, whole. */
    static String golden(String name) throws IOException {
        try (InputStream golden = Walk.class.getResourceAsStream(name)) {
            return new String(golden.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static void assertNone(List<String> wrong) {
        assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
    }

    @Override
    public void close() {
        cloud.close();
    }
}
