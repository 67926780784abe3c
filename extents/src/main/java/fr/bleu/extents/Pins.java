package fr.bleu.extents;

import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Outcome;
import fr.bleu.store.Reads;
import fr.bleu.store.Store;
import fr.bleu.store.Table;
import fr.bleu.store.Write;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;

/**
 * The one pin of a store, a record {@code format(1) = 1 ‖ writer(8)}. It lives as long as the epoch
 * of the writer that took it, so that no clocks are compared; whoever finds a dead writer's takes
 * it away. Every change that deletes an extent checks that there is none, so a deletion commits
 * before the pin, which then names nothing of it, or not at all.
 */
final class Pins {

    static final Table TABLE = Table.of(37, "extent pin");

    private static final byte FORMAT = 1;
    private static final int MOST_TRIES = 30;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Store store;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final LongPredicate isAlive;

    Pins(Store store, InstantSource clock, RandomGenerator random, LongPredicate isAlive) {
        this.store = store;
        this.clock = clock;
        this.random = random;
        this.isAlive = isAlive;
    }

    static Key key() {
        return Key.of(Key.PLATFORM, TABLE);
    }

    /** What a deletion checks. */
    static Check none() {
        return new Check.Absent(key());
    }

    /** Whether a living writer has pinned; a dead one's pin goes. */
    boolean isPinned() throws ExtentsUnavailableException {
        Optional<Reads.Stored> found = store.get(key());
        if (found.isEmpty()) {
            return false;
        }
        if (isAlive.test(writer(found.get().value()))) {
            return true;
        }
        commit(found.get().unchanged(), new Write.Delete(key()));
        return store.get(key()).isPresent();
    }

    /**
     * Pins.
     *
     * @return empty when another pin holds
     * @throws ExtentsUnavailableException when the writer's epoch is closed: whoever looks takes
     *     such a pin away
     */
    Optional<Pin> take(long writer) throws ExtentsUnavailableException {
        if (!isAlive.test(writer)) {
            throw new ExtentsUnavailableException("this writer has no epoch now", null);
        }
        if (isPinned()) {
            return Optional.empty();
        }
        byte[] value = ByteBuffer.allocate(1 + Long.BYTES).put(FORMAT).putLong(writer).array();
        return commit(none(), new Write.Put(key(), value))
                .map(it -> new Pin(new Check.Version(key(), it.sequence())));
    }

    /** Whether nobody has taken a pin away. */
    boolean holds(Pin pin) {
        return store.get(key())
                .filter(found -> found.version() == pin.check().version())
                .isPresent();
    }

    /**
     * Ends a pin; false when somebody has taken it away before. A busy store is asked again for a
     * while: a pin that is left holds until its writer ends.
     */
    boolean release(Pin pin) throws ExtentsUnavailableException {
        for (int tries = 1; ; tries++) {
            try {
                return commit(pin.check(), new Write.Delete(key())).isPresent();
            } catch (ExtentsUnavailableException e) {
                if (tries == MOST_TRIES) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private Optional<Outcome.Committed> commit(Check check, Write write)
            throws ExtentsUnavailableException {
        ChangeId id = ChangeId.random(clock.millis(), random);
        Change change = new Change(id, Key.PLATFORM, List.of(check), List.of(write), List.of());
        return switch (store.commit(change)) {
            case Outcome.Committed committed -> Optional.of(committed);
            case Outcome.Conflict _ -> Optional.empty();
            case Outcome.Busy _ -> throw new ExtentsUnavailableException("the store is busy", null);
            case Outcome.Unknown _ -> store.resolve(id);
        };
    }

    private static long writer(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        if (in.remaining() != 1 + Long.BYTES || in.get() != FORMAT) {
            throw new IllegalStateException("the extents' pin has another format");
        }
        return in.getLong();
    }
}
