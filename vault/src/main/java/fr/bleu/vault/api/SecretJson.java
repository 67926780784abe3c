package fr.bleu.vault.api;

import fr.bleu.http.Json;
import fr.bleu.vault.Attributes;
import fr.bleu.vault.Deletion;
import fr.bleu.vault.NewSecret;
import fr.bleu.vault.Patch;
import fr.bleu.vault.Version;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Key Vault's JSON for secrets, read and written. */
final class SecretJson {

    private static final int MAX_VALUE_BYTES = 25 * 1024;
    private static final int DEFAULT_DAYS = 90;
    private static final int MAX_TAGS = 15;
    private static final int MAX_TAG_CHARS = 256;
    private static final int MAX_CONTENT_TYPE_CHARS = 255;

    private static final Attributes FRESH =
            new Attributes(true, Optional.empty(), Optional.empty());

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
        if (!version.tags().isEmpty()) {
            ObjectNode tags = json.putObject("tags");
            version.tags().forEach(tags::put);
        }
        return json;
    }

    /**
     * Adds the recovery level and days, which depend on the vault. The level's names are Azure's:
     * customized is any retention but 90 days.
     */
    static ObjectNode withRecovery(ObjectNode json, boolean purgeProtection, int days) {
        ObjectNode attributes = (ObjectNode) json.get("attributes");
        String level = days == DEFAULT_DAYS ? "Recoverable" : "CustomizedRecoverable";
        attributes.put("recoveryLevel", purgeProtection ? level : level + "+Purgeable");
        attributes.put("recoverableDays", days);
        return json;
    }

    static void addDeletion(ObjectNode json, String vaultUrl, String secret, Deletion deletion) {
        json.put("recoveryId", vaultUrl + "/deletedsecrets/" + secret);
        json.put("deletedDate", deletion.deletedAt().getEpochSecond());
        json.put("scheduledPurgeDate", deletion.purgeAt().getEpochSecond());
    }

    // ---- read ----

    static NewSecret newSecret(String name, ObjectNode body) {
        String value =
                present(body, "value")
                        .map(node -> text(node, "value"))
                        .orElseThrow(
                                () ->
                                        VaultErrors.bad(
                                                "The request body lacks the secret's value."));
        if (value.getBytes(StandardCharsets.UTF_8).length > MAX_VALUE_BYTES) {
            throw VaultErrors.bad("The secret's value is larger than 25 KiB.");
        }
        return new NewSecret(
                name,
                value,
                contentType(body),
                attributes(body, FRESH),
                tags(body).orElse(Map.of()));
    }

    static Patch patch(ObjectNode body) {
        // Reads everything once now, so that a bad body is refused before anything is looked up.
        attributes(body, FRESH);
        return new Patch(contentType(body), before -> attributes(body, before), tags(body));
    }

    private static Optional<String> contentType(ObjectNode body) {
        Optional<String> type = present(body, "contentType").map(node -> text(node, "contentType"));
        if (type.isPresent() && type.get().length() > MAX_CONTENT_TYPE_CHARS) {
            throw VaultErrors.bad("contentType is longer than 255 characters.");
        }
        return type;
    }

    private static Attributes attributes(ObjectNode body, Attributes before) {
        JsonNode given = present(body, "attributes").orElseGet(Json::object);
        if (!given.isObject()) {
            throw VaultErrors.bad("attributes must be an object.");
        }
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
            throw VaultErrors.bad("The attribute exp must be later than nbf.");
        }
        return attributes;
    }

    private static boolean bool(JsonNode node) {
        if (!node.isBoolean()) {
            throw VaultErrors.bad("The attribute enabled must be true or false.");
        }
        return node.asBoolean();
    }

    private static long seconds(JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.asLong() < 0) {
            throw VaultErrors.bad("nbf and exp are Unix seconds.");
        }
        return node.asLong();
    }

    private static Optional<Map<String, String>> tags(ObjectNode body) {
        return present(body, "tags").map(SecretJson::tagMap);
    }

    private static Map<String, String> tagMap(JsonNode given) {
        if (!given.isObject() || given.size() > MAX_TAGS) {
            throw VaultErrors.bad("tags is an object of at most 15 members.");
        }
        Map<String, String> tags = new LinkedHashMap<>();
        given.properties()
                .forEach(
                        tag -> {
                            String value = text(tag.getValue(), "A tag's value");
                            if (!StandardCharsets.UTF_8.newEncoder().canEncode(tag.getKey())) {
                                throw VaultErrors.bad("A tag's name is not valid Unicode.");
                            }
                            if (tag.getKey().length() > MAX_TAG_CHARS
                                    || value.length() > MAX_TAG_CHARS) {
                                throw VaultErrors.bad(
                                        "A tag's name and value have at most 256 characters.");
                            }
                            tags.put(tag.getKey(), value);
                        });
        return tags;
    }

    /** A string that UTF-8 can carry: JSON may name half a surrogate pair. */
    private static String text(JsonNode node, String what) {
        if (!node.isString()) {
            throw VaultErrors.bad(what + " must be a string.");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(node.asString())) {
            throw VaultErrors.bad(what + " is not valid Unicode.");
        }
        return node.asString();
    }

    private static Optional<JsonNode> present(JsonNode json, String name) {
        return Optional.ofNullable(json.get(name)).filter(node -> !node.isNull());
    }
}
