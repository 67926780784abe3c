package fr.bleu.app;

import fr.bleu.http.Domains;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What clients need to reach the cloud; written at each start into {@code data/instance.json}. No
 * secret stands in it.
 *
 * @param domain the base domain, such as {@code bleu.localhost}
 * @param webDomain what static websites stand below, such as {@code bleu-web.localhost}
 * @param port the port it listens on
 * @param tenant the home tenant's id
 * @param subscription its first subscription's id
 * @param client the administrator's application id
 */
public record Details(
        String domain,
        String webDomain,
        int port,
        String tenant,
        String subscription,
        String client) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** {@code https://localhost:PORT}: serves everything but Key Vault without any DNS. */
    public String origin() {
        return "https://localhost:" + port;
    }

    /** Where an instance of a kind answers; for development storage, where its accounts lie. */
    public String address(Kind kind) {
        return switch (kind) {
            case CLOUD -> origin();
            case DEVELOPMENT_STORAGE -> "http://127.0.0.1:" + port;
        };
    }

    public String vaultSuffix() {
        return ".vault." + domain + ":" + port;
    }

    public String storageSuffix() {
        return "core." + domain + ":" + port;
    }

    public String webSuffix() {
        return webDomain + ":" + port;
    }

    /** What the last start of the instance wrote. */
    public static Details of(Instance instance) {
        return read(instance, instance.details());
    }

    /** The same from one of the instance's files. */
    public static Details read(Instance instance, Path file) {
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            return new Details(
                    json.path("domain").asString(),
                    // Instances that were last started before there were websites do not say.
                    json.path("webDomain").asString(Domains.DEFAULT_WEB),
                    json.path("port").asInt(),
                    json.path("tenant").asString(),
                    json.path("subscription").asString(),
                    json.path("client").asString());
        } catch (IOException | tools.jackson.core.JacksonException e) {
            throw new CommandFailure(
                    "the cloud in "
                            + instance.data()
                            + " has not been started yet; ./bleu up starts it");
        }
    }

    /** As JSON, one object. */
    public byte[] json() {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    }
}
