package fr.bleu.vault.api;

import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import fr.bleu.vault.Attributes;
import fr.bleu.vault.SecretStore;
import fr.bleu.vault.Version;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Key Vault's JSON for secrets, read and written. */
final class SecretJson {

    private static final int MAX_VALUE_BYTES = 25 * 1024;
    private static final int MAX_TAGS = 15;
    private static final int MAX_TAG_CHARS = 256;
    private static final int MAX_CONTENT_TYPE_CHARS = 255;

    private SecretJson() {}

    // ---- written ----

    static ObjectNode bundle(String vaultUrl, Version version) {
        ObjectNode json = Json.object();
        json.put("value", version.value());
        return describe(json, vaultUrl, version, true);
    }

    static ObjectNode item(String vaultUrl, Version version, boolean withVersion) {
        return describe(Json.object(), vaultUrl, version, withVersion);
    }

    private static ObjectNode describe(
            ObjectNode json, String vaultUrl, Version version, boolean withVersion) {
        version.contentType().ifPresent(type -> json.put("contentType", type));
        String id = vaultUrl + "/secrets/" + version.secret();
        json.put("id", withVersion ? id + "/" + version.id() : id);
        ObjectNode attributes = json.putObject("attributes");
        attributes.put("enabled", version.attributes().enabled());
        version.attributes().notBefore().ifPresent(time -> attributes.put("nbf", time));
        version.attributes().expires().ifPresent(time -> attributes.put("exp", time));
        attributes.put("created", version.created());
        attributes.put("updated", version.updated());
        ObjectNode tags = json.putObject("tags");
        version.tags().forEach(tags::put);
        return json;
    }

    /** The recovery level and days, which depend on the vault. */
    static ObjectNode withRecovery(ObjectNode json, boolean purgeProtection, int days) {
        ObjectNode attributes = (ObjectNode) json.get("attributes");
        attributes.put("recoveryLevel", purgeProtection ? "Recoverable" : "Recoverable+Purgeable");
        attributes.put("recoverableDays", days);
        return json;
    }

    static ObjectNode withDeletion(
            ObjectNode json, String vaultUrl, Version version, Instant deletedAt, Instant purgeAt) {
        json.put("recoveryId", vaultUrl + "/deletedsecrets/" + version.secret());
        json.put("deletedDate", deletedAt.getEpochSecond());
        json.put("scheduledPurgeDate", purgeAt.getEpochSecond());
        return json;
    }

    // ---- read ----

    static SecretStore.NewSecret newSecret(String name, ObjectNode body) {
        JsonNode value = body.get("value");
        if (value == null || !value.isString()) {
            throw bad("The request body lacks the secret's value.");
        }
        if (value.asString().getBytes(StandardCharsets.UTF_8).length > MAX_VALUE_BYTES) {
            throw bad("The secret's value is larger than 25 KiB.");
        }
        return new SecretStore.NewSecret(
                name,
                value.asString(),
                contentType(body),
                attributes(body, new Attributes(true, Optional.empty(), Optional.empty())),
                tags(body).orElse(Map.of()));
    }

    static SecretStore.Patch patch(ObjectNode body) {
        // Reads everything once now, so that a bad body is refused before anything is looked up.
        attributes(body, new Attributes(true, Optional.empty(), Optional.empty()));
        return new SecretStore.Patch(
                contentType(body), before -> attributes(body, before), tags(body));
    }

    private static Optional<String> contentType(ObjectNode body) {
        Optional<String> type = present(body, "contentType").map(node -> node.asString(""));
        if (type.isPresent() && type.get().length() > MAX_CONTENT_TYPE_CHARS) {
            throw bad("contentType is longer than 255 characters.");
        }
        return type;
    }

    private static Attributes attributes(ObjectNode body, Attributes before) {
        JsonNode given = body.path("attributes");
        Attributes attributes =
                new Attributes(
                        present(given, "enabled").map(SecretJson::bool).orElse(before.enabled()),
                        present(given, "nbf").map(SecretJson::seconds).or(before::notBefore),
                        present(given, "exp").map(SecretJson::seconds).or(before::expires));
        boolean backwards =
                attributes.notBefore().isPresent()
                        && attributes.expires().isPresent()
                        && attributes.notBefore().get() >= attributes.expires().get();
        if (backwards) {
            throw bad("The attribute exp must be later than nbf.");
        }
        return attributes;
    }

    private static boolean bool(JsonNode node) {
        if (!node.isBoolean()) {
            throw bad("The attribute enabled must be true or false.");
        }
        return node.asBoolean();
    }

    private static long seconds(JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.asLong() < 0) {
            throw bad("nbf and exp are Unix seconds.");
        }
        return node.asLong();
    }

    private static Optional<Map<String, String>> tags(ObjectNode body) {
        return present(body, "tags").map(SecretJson::tagMap);
    }

    private static Map<String, String> tagMap(JsonNode given) {
        if (!given.isObject() || given.size() > MAX_TAGS) {
            throw bad("tags is an object of at most 15 members.");
        }
        Map<String, String> tags = new LinkedHashMap<>();
        given.properties()
                .forEach(
                        tag -> {
                            String value = tag.getValue().asString("");
                            if (tag.getKey().length() > MAX_TAG_CHARS
                                    || value.length() > MAX_TAG_CHARS) {
                                throw bad("A tag's name and value have at most 256 characters.");
                            }
                            tags.put(tag.getKey(), value);
                        });
        return tags;
    }

    private static Optional<JsonNode> present(JsonNode json, String name) {
        return Optional.ofNullable(json.get(name)).filter(node -> !node.isNull());
    }

    static Failure bad(String message) {
        return new Failure(400, "BadParameter", message);
    }
}
