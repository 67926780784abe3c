package fr.bleu.storage;

import fr.bleu.store.Key;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What a blob was: a snapshot, an earlier version, or a deleted blob that can be brought back. Its
 * inline content is sealed for the current blob's key, where it came from.
 *
 * @param deletion when it was deleted, if it is kept only for a while
 */
record PastBlob(Kind kind, Optional<Deletion> deletion, Blob blob) {
    /** Where the one deleted blob of a name is kept: behind all that it was before. */
    static final Stamp BASE_AT = new Stamp(Long.MAX_VALUE - 1);

    /** What it is; the numbers are part of the format. */
    enum Kind {
        SNAPSHOT,
        VERSION,
        /** The blob itself, deleted while versions were not kept; only while there is none. */
        BASE
    }

    /**
     * A deletion that can be undone.
     *
     * @param at when
     * @param days how long it is kept
     */
    record Deletion(Stamp at, int days) {
        /** When it is over. */
        Instant due() {
            return at.instant().plus(Duration.ofDays(days));
        }

        /** Whole days that are left. */
        long remainingDays(Instant now) {
            return Math.max(0, Duration.between(now, due()).toDays());
        }
    }

    /** Where it is kept. */
    static Key key(UUID account, UUID incarnation, String name, Stamp at) {
        return prefix(account, incarnation, name).number(at.ticks());
    }

    /** Where all that a blob was is kept. */
    static Key prefix(UUID account, UUID incarnation, String name) {
        return Key.of(account, Tables.HISTORY).id(incarnation).text(name);
    }

    /** The time in a key. */
    static Stamp at(Key key) {
        byte[] bytes = key.bytes();
        return new Stamp(ByteBuffer.wrap(bytes, bytes.length - Long.BYTES, Long.BYTES).getLong());
    }

    /** Whether it is there for everybody: not deleted. */
    boolean isLive() {
        return deletion.isEmpty();
    }

    /** Whether it is deleted and its time is over. */
    boolean isExpired(Instant now) {
        return deletion.isPresent() && !deletion.get().due().isAfter(now);
    }

    PastBlob deleted(Deletion other) {
        return new PastBlob(kind, Optional.of(other), blob);
    }

    /** Brought back; a blob that a newer one has replaced is a snapshot from then on. */
    PastBlob restored() {
        return new PastBlob(kind == Kind.BASE ? Kind.SNAPSHOT : kind, Optional.empty(), blob);
    }

    PastBlob as(Kind other) {
        return new PastBlob(other, deletion, blob);
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
