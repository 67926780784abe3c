package fr.bleu.vault;

import fr.bleu.http.Json;
import fr.bleu.trust.Scope;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A vault, live or deleted and still recoverable.
 *
 * @param vault the id that its secrets are kept under; stays the same when it is recovered
 * @param name as it was first written
 * @param scope its ARM id
 * @param retentionDays how long deleted secrets, and the deleted vault itself, can be recovered
 * @param purgeProtection whether that time cannot be cut short
 * @param purgeAt when the deleted vault is gone for good; empty while it lives
 */
record VaultRecord(
        UUID tenant,
        UUID vault,
        String name,
        Scope scope,
        String location,
        int retentionDays,
        boolean purgeProtection,
        Optional<Instant> purgeAt) {

    private static final byte FORMAT = 1;

    boolean deleted() {
        return purgeAt.isPresent();
    }

    /** Whether it was deleted and its time is over: its name is free again. */
    boolean gone(Instant now) {
        return purgeAt.isPresent() && !now.isBefore(purgeAt.get());
    }

    /** This vault, live, with other properties. */
    VaultRecord changed(VaultProperties properties) {
        return new VaultRecord(
                tenant,
                vault,
                name,
                scope,
                location,
                properties.retentionDays(),
                properties.purgeProtection(),
                Optional.empty());
    }

    VaultRecord deletedUntil(Instant time) {
        return new VaultRecord(
                tenant,
                vault,
                name,
                scope,
                location,
                retentionDays,
                purgeProtection,
                Optional.of(time));
    }

    /** {@code format(1) ‖ JSON}. */
    byte[] encode() {
        ObjectNode json = Json.object();
        json.put("tenant", tenant.toString());
        json.put("vault", vault.toString());
        json.put("name", name);
        json.put("scope", scope.path());
        json.put("location", location);
        json.put("retentionDays", retentionDays);
        json.put("purgeProtection", purgeProtection);
        purgeAt.ifPresent(time -> json.put("purgeAt", time.getEpochSecond()));
        return Formats.withFormat(FORMAT, Json.write(json));
    }

    static VaultRecord decode(byte[] value) {
        JsonNode json = Formats.json(Formats.withoutFormat(FORMAT, value));
        return new VaultRecord(
                UUID.fromString(json.path("tenant").asString()),
                UUID.fromString(json.path("vault").asString()),
                json.path("name").asString(),
                Scope.of(json.path("scope").asString()),
                json.path("location").asString(),
                json.path("retentionDays").asInt(),
                json.path("purgeProtection").asBoolean(),
                json.has("purgeAt")
                        ? Optional.of(Instant.ofEpochSecond(json.path("purgeAt").asLong()))
                        : Optional.empty());
    }
}
