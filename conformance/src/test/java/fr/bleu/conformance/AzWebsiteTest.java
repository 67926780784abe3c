package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.conformance.operations.BlobOperation;
import fr.bleu.conformance.operations.Client;
import fr.bleu.conformance.operations.Proves;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A static website that az sets up and curl visits, with the platform's certificate verified, on a
 * cloud of its own whose policy allows public data.
 */
@Tag("heavy")
@Tag("az")
@Tag("names")
@Proves(
        client = Client.AZ,
        operations = {
            BlobOperation.SET_BLOB_SERVICE_PROPERTIES,
            BlobOperation.GET_BLOB_SERVICE_PROPERTIES
        })
class AzWebsiteTest {

    private static final String ACCOUNT = "azwebsite";

    private static Cloud cloud;
    private static Az az;

    @TempDir Path folder;

    @BeforeAll
    static void start() throws Exception {
        cloud = Cloud.start("--public-data");
        az = new Az(cloud);
        az.signIn();
        az.run("group create --name web --location francecentral");
        az.run("provider register --namespace Microsoft.Storage --wait");
        az.run(
                "storage account create --name ? --resource-group web --location francecentral"
                        + " --sku Standard_LRS --allow-blob-public-access true",
                ACCOUNT);
    }

    @AfterAll
    static void stop() throws Exception {
        if (cloud != null) {
            cloud.close();
        }
    }

    private static JsonNode storage(String command, Object... values) throws Exception {
        return az.json("storage " + command + " --auth-mode key --account-name " + ACCOUNT, values);
    }

    /** What curl prints of an answer: headers, an empty line, the body. */
    private static String visit(String url, String... options) throws Exception {
        String host = java.net.URI.create(url).getHost();
        List<String> line =
                new ArrayList<>(List.of("curl", "--silent", "--show-error", "--include"));
        line.addAll(List.of("--cacert", cloud.env("BLEU_CA")));
        line.addAll(List.of("--resolve", host + ":" + cloud.port() + ":127.0.0.1"));
        line.addAll(List.of(options));
        line.add(url);
        Cloud.Result result = Cloud.run(new ProcessBuilder(line));
        assertEquals(0, result.exit(), result.output());
        return result.output();
    }

    private static void assertShown(String answer, int status, String type, String body) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
        assertTrue(answer.contains("Content-Type: " + type), answer);
        assertTrue(answer.contains("X-Content-Type-Options: nosniff"), answer);
        assertTrue(answer.endsWith("\r\n\r\n" + body), answer);
    }

    @Test
    void azPublishesAWebsiteThatCurlVisits() throws Exception {
        String update = "blob service-properties update ";
        storage(
                update
                        + "--static-website true --index-document index.html"
                        + " --404-document 404.html");
        JsonNode shown = storage("blob service-properties show").path("staticWebsite");
        assertTrue(shown.path("enabled").asBoolean(), shown.toString());
        assertEquals("index.html", shown.path("indexDocument").asString());
        Files.writeString(folder.resolve("index.html"), "<p>home");
        Files.writeString(folder.resolve("404.html"), "<p>lost");
        Path below = Files.createDirectory(folder.resolve("dir"));
        Files.writeString(below.resolve("index.html"), "<p>dir");
        Files.writeString(below.resolve("style.css"), "p{}");
        storage("blob upload-batch --no-progress --destination $web --source ?", folder);

        String site =
                az.json("storage account show --name ? --query primaryEndpoints", ACCOUNT)
                        .path("web")
                        .asString();
        assertEquals("https://" + ACCOUNT + "." + cloud.env("BLEU_WEB_SUFFIX") + "/", site);
        assertShown(visit(site), 200, "text/html", "<p>home");
        assertShown(visit(site + "dir/"), 200, "text/html", "<p>dir");
        assertShown(visit(site + "dir/style.css"), 200, "text/css", "p{}");
        assertShown(visit(site + "none"), 404, "text/html", "<p>lost");
        assertTrue(visit(site, "--range", "3-4").endsWith("\r\n\r\nho"));
        assertTrue(visit(site, "--head").startsWith("HTTP/1.1 200"));
        assertTrue(visit(site, "--request", "DELETE").startsWith("HTTP/1.1 405"));

        String stranger = visit(site.replace(ACCOUNT, "nobody"));
        storage(update + "--static-website false");
        String closed = visit(site);
        assertEquals(unnumbered(stranger), unnumbered(closed));
        assertTrue(closed.startsWith("HTTP/1.1 404"), closed);
    }

    private static String unnumbered(String answer) {
        return answer.replaceAll("(?m)^(x-ms-request-id|Date): .*$", "");
    }
}
