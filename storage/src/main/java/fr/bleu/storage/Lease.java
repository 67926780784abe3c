package fr.bleu.storage;

import java.util.UUID;

/**
 * A lease on a blob or container. A released one is no lease: the record holds none.
 *
 * @param id as the holder chose it or was given it
 * @param seconds 15 to 60, or {@link #INFINITE}
 * @param since when it was acquired or last renewed
 * @param breaksAt when it is over by Break Lease, or {@link #UNBROKEN}
 */
public record Lease(UUID id, int seconds, Stamp since, Stamp breaksAt) {
    /** A lease without an end. */
    public static final int INFINITE = -1;

    /** Not broken. */
    public static final Stamp UNBROKEN = new Stamp(0);

    Encoder encode() {
        return new Encoder(40)
                .id(id)
                .int32(seconds)
                .int64(since.ticks())
                .int64(breaksAt.ticks());
    }

    static Lease decode(Decoder in) {
        return new Lease(in.id(), in.int32(), new Stamp(in.int64()), new Stamp(in.int64()));
    }
}
