package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import java.util.Optional;
import java.util.UUID;

/**
 * The upload session that holds a blob's uncommitted blocks. Publishing or dropping them is one
 * delete of this record; every Put Block checks it.
 *
 * @param idBytes how long its block ids are: all the same
 */
record Session(UUID id, int idBytes, Stamp created) {

    byte[] encode() {
        return new Encoder(32).id(id).int32(idBytes).int64(created.ticks()).done();
    }

    static Session decode(byte[] value) {
        Decoder in = new Decoder(value);
        return new Session(in.id(), in.int32(), new Stamp(in.int64()));
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
