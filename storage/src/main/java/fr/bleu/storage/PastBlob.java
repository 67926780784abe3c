package fr.bleu.storage;

import fr.bleu.store.Key;
import java.util.Optional;
import java.util.UUID;

/**
 * What a blob was: a snapshot, an earlier version, or a deleted blob that can be brought back. Its
 * inline content is sealed for the current blob's key, where it came from.
 *
 * @param deletion when it was deleted, if it is kept only for a while
 */
record PastBlob(Kind kind, Optional<Deletion> deletion, Blob blob) {

    /** What it is; the numbers are part of the format. */
    enum Kind {
        SNAPSHOT,
        VERSION,
        /** The current blob, deleted while versions were not kept. */
        BASE
    }

    /**
     * A deletion that can be undone.
     *
     * @param at when
     * @param days how long it is kept
     */
    record Deletion(Stamp at, int days) {}

    /** Where it is kept. */
    static Key key(UUID account, UUID incarnation, String name, Stamp at) {
        return prefix(account, incarnation, name).number(at.ticks());
    }

    /** Where all that a blob was is kept. */
    static Key prefix(UUID account, UUID incarnation, String name) {
        return Key.of(account, Tables.HISTORY).id(incarnation).text(name);
    }

    byte[] encode() {
        Encoder out = new Encoder(32 + blob.expectedBytes()).int8(kind.ordinal());
        out.int64(deletion.map(it -> it.at().ticks()).orElse(0L));
        out.int32(deletion.map(Deletion::days).orElse(0));
        return blob.encodeTo(out).done();
    }

    static PastBlob decode(byte[] value) {
        Decoder in = new Decoder(value);
        Kind kind = Kind.values()[in.int8()];
        long at = in.int64();
        int days = in.int32();
        Optional<Deletion> deletion =
                at == 0 ? Optional.empty() : Optional.of(new Deletion(new Stamp(at), days));
        return new PastBlob(kind, deletion, Blob.decodeFrom(in));
    }
}
