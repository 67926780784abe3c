package fr.bleu.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The installed az, run through {@code bleu az}. A command is written as one types it; each word
 * {@code ?} in it stands for the next value, which is one argument whatever it holds. A secret is
 * never a value: az reads it from a file named as {@code @FILE}.
 */
public final class Az {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Cloud cloud;

    public Az(Cloud cloud) {
        this.cloud = cloud;
    }

    /** Runs az, which must succeed; its standard output. */
    public String run(String command, Object... values) throws IOException, InterruptedException {
        return succeeded(command, Cloud.run(process(command, values))).output();
    }

    /** Runs az, which must succeed; what it prints as JSON, an empty object for nothing. */
    public JsonNode json(String command, Object... values)
            throws IOException, InterruptedException {
        return parsed(run(command, values));
    }

    /** Runs az, which must fail; what it printed. */
    public String refusal(String command, Object... values)
            throws IOException, InterruptedException {
        Cloud.Result result = Cloud.run(process(command, values));
        if (result.exit() == 0) {
            throw new IOException("az " + command + " was not refused");
        }
        return result.output();
    }

    /** Signs in as the administrator, by certificate. */
    public void signIn() throws IOException, InterruptedException {
        signIn(cloud.env("AZURE_CLIENT_ID"), cloud.env("AZURE_CLIENT_CERTIFICATE_PATH"));
    }

    /** Signs in as a service principal, by a secret that goes through a file. */
    public void signInBySecret(String client, String secret)
            throws IOException, InterruptedException {
        withFile(secret, file -> signIn(client, "@" + file));
    }

    private String signIn(String client, String credential)
            throws IOException, InterruptedException {
        return run(
                "login --service-principal --tenant ? --username ? --password ?",
                cloud.env("AZURE_TENANT_ID"),
                client,
                credential);
    }

    /**
     * Sends a request with {@code az rest}; the body goes through a file, since it may hold a
     * secret.
     *
     * @param resource whom the token is for
     * @param body null for none
     */
    public JsonNode rest(String method, String url, String resource, Object body)
            throws IOException, InterruptedException {
        String command = "rest --method ? --url ? --resource ?";
        if (body == null) {
            return json(command, method, url, resource);
        }
        String text = JSON.writeValueAsString(body);
        return parsed(
                withFile(
                        text,
                        file -> run(command + " --body ?", method, url, resource, "@" + file)));
    }

    /** Sends a request to the Resource Manager. */
    public JsonNode manage(String method, String path, Object body)
            throws IOException, InterruptedException {
        return rest(method, cloud.env("BLEU_URL") + path, cloud.env("BLEU_RESOURCE"), body);
    }

    /** Sends a request to Graph. */
    public JsonNode graph(String method, String path, Object body)
            throws IOException, InterruptedException {
        String graph = cloud.env("BLEU_GRAPH");
        return rest(method, graph + "/v1.0/" + path, graph, body);
    }

    /** Sends a request for a secret to its vault. */
    public JsonNode secret(String method, String vault, String name, Object body)
            throws IOException, InterruptedException {
        String suffix = cloud.env("BLEU_VAULT_SUFFIX");
        String url = "https://" + vault + suffix + "/secrets/" + name + "?api-version=7.4";
        return rest(method, url, "https://" + suffix.substring(1), body);
    }

    /**
     * Puts a blob with {@code az rest}; its receipt. {@code az storage} shows no response headers,
     * not even in its debug output; az rest does when it is verbose.
     */
    public String putForReceipt(String url, Path content) throws IOException, InterruptedException {
        String command =
                "rest --verbose --method put --url ? --resource https://storage.azure.com --body ?"
                        + " --headers x-ms-blob-type=BlockBlob x-ms-version=2021-08-06"
                        + " Content-Type=application/octet-stream";
        Cloud.Result result = Cloud.run(process(command, url, "@" + content));
        return succeeded(command, result)
                .errors()
                .lines()
                .filter(line -> line.contains("'bleu-receipt'"))
                .map(line -> line.substring(line.indexOf("promised")).replaceAll("['\"].*$", ""))
                .findFirst()
                .orElseThrow(() -> new IOException("no bleu-receipt in az's verbose output"));
    }

    private static Cloud.Result succeeded(String command, Cloud.Result result) throws IOException {
        if (result.exit() != 0) {
            throw new IOException("az " + command + ": " + result.output().strip());
        }
        return result;
    }

    private static JsonNode parsed(String output) {
        return output.isBlank() ? JSON.createObjectNode() : JSON.readTree(output);
    }

    /** What runs a command; see the class for its form. */
    public ProcessBuilder process(String command, Object... values) {
        List<String> line = new ArrayList<>(List.of("az", "--data", cloud.data().toString()));
        Iterator<Object> next = List.of(values).iterator();
        for (String word : command.split(" ")) {
            line.add(word.equals("?") ? next.next().toString() : word);
        }
        if (next.hasNext()) {
            throw new IllegalArgumentException("more values than ? in: " + command);
        }
        return cloud.builder(line.toArray(String[]::new));
    }

    private interface WithFile {
        String run(Path file) throws IOException, InterruptedException;
    }

    private String withFile(String text, WithFile work) throws IOException, InterruptedException {
        Path file = Files.createTempFile(cloud.folder(), "az-", ".value");
        try {
            return work.run(Files.writeString(file, text));
        } finally {
            Files.delete(file);
        }
    }
}
