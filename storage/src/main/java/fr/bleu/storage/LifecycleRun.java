package fr.bleu.storage;

import fr.bleu.store.Key;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * A run of an account's lifecycle policy: how far it has come, so that it goes on after a restart,
 * and when the next one begins.
 *
 * @param policy which one, by {@link LifecyclePolicy#modified}
 * @param began when
 * @param at behind what it goes on; empty when it has ended
 */
record LifecycleRun(Stamp policy, Stamp began, Optional<Position> at, Tally tally) {
    /** From the beginning of one run to that of the next. */
    static final Duration EVERY = Duration.ofDays(1);

    /**
     * A place in the order of a run: containers by name, in each first what blobs were, then blobs.
     *
     * @param container the container's name; empty before the first one
     * @param current whether what blobs were is done
     * @param after the key of the last record; empty at the beginning
     */
    record Position(String container, boolean current, byte[] after) {
        static final Position START = in("");

        static Position in(String container) {
            return new Position(container, false, new byte[0]);
        }
    }

    /**
     * What it has done.
     *
     * @param examined states of blobs
     * @param changed those that were moved or deleted
     * @param left those that must stay: held, leased, or changed meanwhile
     */
    record Tally(long examined, long changed, long left) {
        static final Tally NONE = new Tally(0, 0, 0);

        Tally and(Tally more) {
            return new Tally(examined + more.examined, changed + more.changed, left + more.left);
        }
    }

    static Key key(UUID account) {
        return Key.of(account, Tables.LIFECYCLE_RUN);
    }

    static LifecycleRun begin(LifecyclePolicy policy, Stamp now) {
        return new LifecycleRun(policy.modified(), now, Optional.of(Position.START), Tally.NONE);
    }

    /** Whether it is one of this policy and has not ended. */
    boolean goesOn(LifecyclePolicy of) {
        return policy.equals(of.modified()) && at.isPresent();
    }

    /** Whether another one is to begin, if this one does not go on. */
    boolean isOver(LifecyclePolicy of, Stamp now) {
        return !policy.equals(of.modified()) || !began.instant().plus(EVERY).isAfter(now.instant());
    }

    LifecycleRun onward(Optional<Position> to, Tally more) {
        return new LifecycleRun(policy, began, to, tally.and(more));
    }

    byte[] encode() {
        Encoder out = new Encoder(128).int64(policy.ticks()).int64(began.ticks());
        out.int64(tally.examined()).int64(tally.changed()).int64(tally.left());
        at.ifPresent(it -> out.text(it.container()).int8(it.current() ? 1 : 0).bytes(it.after()));
        return out.done();
    }

    static LifecycleRun decode(byte[] value) {
        Decoder in = new Decoder(value);
        Stamp policy = new Stamp(in.int64());
        Stamp began = new Stamp(in.int64());
        Tally tally = new Tally(in.int64(), in.int64(), in.int64());
        Optional<Position> at =
                in.hasMore()
                        ? Optional.of(new Position(in.text(), in.int8() != 0, in.bytes()))
                        : Optional.empty();
        return new LifecycleRun(policy, began, at, tally);
    }
}
