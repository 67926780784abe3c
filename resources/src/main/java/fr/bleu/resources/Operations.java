package fr.bleu.resources;

import fr.bleu.store.ChangeId;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Records;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** The records of long-running operations. */
final class Operations {

    /** How long a finished operation can be polled. */
    static final Duration KEPT = Duration.ofHours(24);

    private static final int SWEPT_AT_ONCE = 50;
    private static final byte[] PENDING = {1};

    private final Records records;
    private final InstantSource clock;
    private final RandomGenerator random;

    Operations(Records records, InstantSource clock, RandomGenerator random) {
        this.records = records;
        this.clock = clock;
        this.random = random;
    }

    Optional<Operation> find(UUID tenant, UUID id) {
        return records.get(Operation.key(tenant, id)).map(it -> Operation.read(it.value()));
    }

    /** An operation that has not ended, and the check that it still has not. */
    record Unfinished(Operation operation, Check unchanged) {}

    /** The operation, unless it has ended. */
    Optional<Unfinished> unfinished(UUID tenant, UUID id) {
        return records.get(Operation.key(tenant, id))
                .map(it -> new Unfinished(Operation.read(it.value()), it.unchanged()))
                .filter(it -> it.operation().finished().isEmpty());
    }

    /** Unfinished operations of a tenant, in the order of their beginning. */
    List<UUID> pending(UUID tenant, int limit) {
        return records.scanPrefix(Key.of(tenant, Tables.PENDING), limit).stream()
                .map(Operations::idOf)
                .toList();
    }

    /** Adds a new operation to the draft of its intent, and drops the oldest finished ones. */
    UUID begin(Draft draft, UUID tenant, GroupId group, Caller.Principal caller) {
        Instant now = clock.instant();
        // Sorts by age, so that the oldest are found first.
        UUID id = ChangeId.random(now.toEpochMilli(), random).value();
        Operation operation =
                new Operation(id, group, caller, now, Optional.empty(), Optional.empty());
        draft.put(Operation.key(tenant, id), operation.write());
        draft.put(Operation.pending(tenant, id), PENDING.clone());
        draft.detail("operation", id.toString());
        Key all = Key.of(tenant, Tables.OPERATIONS);
        for (Stored stored : records.scanPrefix(all, SWEPT_AT_ONCE)) {
            Operation old = Operation.read(stored.value());
            if (old.finished().filter(at -> at.plus(KEPT).isBefore(now)).isPresent()) {
                draft.delete(stored.key());
            }
        }
        return id;
    }

    /** Adds the outcome to a draft, which then commits only if no other node was earlier. */
    void finish(Draft draft, Unfinished before, Operation operation) {
        draft.check(before.unchanged());
        UUID tenant = operation.caller().tenant();
        draft.put(Operation.key(tenant, operation.id()), operation.write());
        draft.delete(Operation.pending(tenant, operation.id()));
        draft.detail("operation", operation.id().toString());
    }

    Instant now() {
        return clock.instant();
    }

    private static UUID idOf(Stored pending) {
        byte[] key = pending.key().bytes();
        ByteBuffer id = ByteBuffer.wrap(key, key.length - 16, 16);
        return new UUID(id.getLong(), id.getLong());
    }
}
