package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * The upload session that holds a blob's uncommitted blocks. Publishing or dropping them is one
 * delete of this record; every Put Block checks it.
 *
 * @param idBytes how long its block ids are: all the same
 * @param touched its last Put Block, give or take {@link #TOUCH_EVERY}
 */
record Session(UUID id, int idBytes, Stamp created, Stamp touched) {
    /** How exactly the last Put Block is known; seldom, since each time all others conflict. */
    static final Duration TOUCH_EVERY = Duration.ofDays(1);

    Session touchedAt(Stamp now) {
        return new Session(id, idBytes, created, now);
    }

    boolean isToBeTouched(Stamp now) {
        return touched.instant().plus(TOUCH_EVERY).isBefore(now.instant());
    }

    byte[] encode() {
        return new Encoder(48)
                .id(id)
                .int32(idBytes)
                .int64(created.ticks())
                .int64(touched.ticks())
                .done();
    }

    static Session decode(byte[] value) {
        Decoder in = new Decoder(value);
        UUID id = in.id();
        int idBytes = in.int32();
        Stamp created = new Stamp(in.int64());
        return new Session(id, idBytes, created, in.hasMore() ? new Stamp(in.int64()) : created);
    }

    /** A session as the store has it. */
    record Found(Session session, Stored stored) {}

    static Optional<Found> find(Reads reads, Key key) {
        return reads.get(key).map(stored -> new Found(decode(stored.value()), stored));
    }

    static Key blocks(UUID account, UUID session) {
        return Key.of(account, Tables.BLOCK).id(session);
    }

    static Key counter(UUID account, UUID session) {
        return Key.of(account, Tables.BLOCK_COUNT).id(session);
    }
}
