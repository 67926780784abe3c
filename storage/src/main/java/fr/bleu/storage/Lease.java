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

    /** How a lease stands at one moment. */
    public enum State {
        LEASED("leased"),
        EXPIRED("expired"),
        BREAKING("breaking"),
        BROKEN("broken");

        /** The state of what has no lease. */
        public static final String AVAILABLE = "available";

        private final String text;

        State(String text) {
            this.text = text;
        }

        /** As headers and lists name it. */
        public String text() {
            return text;
        }

        /** Whether only the lease's holder may write. */
        public boolean isLocked() {
            return this == LEASED || this == BREAKING;
        }
    }

    /** How it stands: a lease ends by itself, without a write. */
    public State state(Stamp now) {
        if (!breaksAt.equals(UNBROKEN)) {
            return now.compareTo(breaksAt) < 0 ? State.BREAKING : State.BROKEN;
        }
        boolean runs = isInfinite() || now.compareTo(end()) < 0;
        return runs ? State.LEASED : State.EXPIRED;
    }

    public boolean isInfinite() {
        return seconds == INFINITE;
    }

    /** When a finite one ends, unless it is renewed or broken before. */
    Stamp end() {
        return since.plusSeconds(seconds);
    }

    Encoder encode() {
        return new Encoder(40).id(id).int32(seconds).int64(since.ticks()).int64(breaksAt.ticks());
    }

    static Lease decode(Decoder in) {
        return new Lease(in.id(), in.int32(), new Stamp(in.int64()), new Stamp(in.int64()));
    }
}
