package fr.bleu.vault;

import fr.bleu.http.Json;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A secret's head: which of its versions is current, and whether it is deleted.
 *
 * @param name as it was first written
 * @param current the current version's id
 * @param versions how many versions it has
 * @param deletion when it was deleted, if it is
 */
record SecretRecord(String name, String current, int versions, Optional<Deletion> deletion) {

    private static final byte FORMAT = 1;

    boolean deleted() {
        return deletion.isPresent();
    }

    /** Whether it was deleted and can no longer be recovered. */
    boolean gone(Instant now) {
        return deletion.isPresent() && !now.isBefore(deletion.get().purgeAt());
    }

    SecretRecord with(Optional<Deletion> other) {
        return new SecretRecord(name, current, versions, other);
    }

    /** {@code format(1) ‖ JSON}. */
    byte[] encode() {
        ObjectNode json = Json.object();
        json.put("name", name);
        json.put("current", current);
        json.put("versions", versions);
        deletion.ifPresent(
                it -> {
                    json.put("deletedAt", it.deletedAt().getEpochSecond());
                    json.put("purgeAt", it.purgeAt().getEpochSecond());
                });
        return Formats.withFormat(FORMAT, Json.write(json));
    }

    static SecretRecord decode(byte[] value) {
        JsonNode json = Formats.json(Formats.withoutFormat(FORMAT, value));
        Optional<Deletion> deletion =
                json.has("deletedAt")
                        ? Optional.of(
                                new Deletion(
                                        Instant.ofEpochSecond(json.path("deletedAt").asLong()),
                                        Instant.ofEpochSecond(json.path("purgeAt").asLong())))
                        : Optional.empty();
        return new SecretRecord(
                json.path("name").asString(),
                json.path("current").asString(),
                json.path("versions").asInt(),
                deletion);
    }
}
