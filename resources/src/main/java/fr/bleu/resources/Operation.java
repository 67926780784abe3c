package fr.bleu.resources;

import fr.bleu.http.Json;
import fr.bleu.store.Key;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Origin;
import fr.bleu.trust.Strength;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A long-running operation: the deletion of a resource group.
 *
 * @param caller who asked for it; what it commits is permitted to and recorded as theirs
 * @param finished when it ended; empty while it runs
 * @param error why it failed
 */
public record Operation(
        UUID id,
        GroupId group,
        Caller.Principal caller,
        Instant started,
        Optional<Instant> finished,
        Optional<Error> error) {

    /** Why an operation failed, in ARM's terms. */
    public record Error(String code, String message) {}

    /** Ended well. */
    Operation done(Instant now) {
        return new Operation(id, group, caller, started, Optional.of(now), Optional.empty());
    }

    /** Ended with an error. */
    Operation failed(Instant now, Error why) {
        return new Operation(id, group, caller, started, Optional.of(now), Optional.of(why));
    }

    static Key key(UUID tenant, UUID id) {
        return Key.of(tenant, Tables.OPERATIONS).id(id);
    }

    static Key pending(UUID tenant, UUID id) {
        return Key.of(tenant, Tables.PENDING).id(id);
    }

    byte[] write() {
        ObjectNode json =
                Json.object()
                        .put("id", id.toString())
                        .put("subscription", group.subscription().toString())
                        .put("group", group.name())
                        .put("tenant", caller.tenant().toString())
                        .put("principal", caller.principal().toString())
                        .put("application", caller.application().toString())
                        .put("strength", caller.strength().name())
                        .put("address", caller.origin().address())
                        .put("request", caller.origin().requestId())
                        .put("started", started.toEpochMilli());
        finished.ifPresent(at -> json.put("finished", at.toEpochMilli()));
        error.ifPresent(it -> json.put("code", it.code()).put("message", it.message()));
        return RecordJson.write(json);
    }

    static Operation read(byte[] value) {
        ObjectNode json = RecordJson.read(value);
        Caller.Principal caller =
                new Caller.Principal(
                        id(json, "tenant"),
                        id(json, "principal"),
                        id(json, "application"),
                        Strength.valueOf(json.path("strength").asString()),
                        new Origin(
                                json.path("address").asString(), json.path("request").asString()));
        return new Operation(
                id(json, "id"),
                new GroupId(id(json, "subscription"), json.path("group").asString()),
                caller,
                Instant.ofEpochMilli(json.path("started").asLong()),
                Optional.ofNullable(json.get("finished"))
                        .map(JsonNode::asLong)
                        .map(Instant::ofEpochMilli),
                Optional.ofNullable(json.get("code"))
                        .map(it -> new Error(it.asString(), json.path("message").asString())));
    }

    private static UUID id(ObjectNode json, String name) {
        return UUID.fromString(json.path(name).asString());
    }
}
