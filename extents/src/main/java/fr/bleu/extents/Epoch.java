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
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The writer's epoch: one record {@code format(1) = 1 ‖ epoch(8) ‖ live(1)}, rewritten when an
 * engine opens and when it closes. Only the record's epoch can be live; every smaller one is
 * closed. What a writer finished commits only while the record has the version of its own claim.
 *
 * @param number from 1, one more at every open
 * @param check holds while this epoch is live
 */
record Epoch(long number, Check.Version check) {

    /** What the record says: the last epoch, and whether its writer has not closed it. */
    record Last(long number, boolean live) {}

    static final Table TABLE = Table.of(32, "extent writer epoch");

    private static final byte FORMAT = 1;
    private static final int BYTES = 1 + 8 + 1;

    static Key key() {
        return Key.of(Key.PLATFORM, TABLE);
    }

    static Last last(Reads store) {
        return store.get(key()).map(Epoch::decode).orElse(new Last(0, false));
    }

    /**
     * Closes the last epoch and begins the next.
     *
     * @throws IllegalStateException when another engine claims at the same time, or the store
     *     refuses
     */
    static Epoch claim(Store store, long unixMillis, RandomGenerator random) {
        Optional<Reads.Stored> found = store.get(key());
        long next = found.map(Epoch::decode).orElse(new Last(0, false)).number() + 1;
        Check unchanged = found.<Check>map(Reads.Stored::unchanged).orElse(new Check.Absent(key()));
        long version =
                commit(store, ChangeId.random(unixMillis, random), unchanged, encode(next, true));
        return new Epoch(next, new Check.Version(key(), version));
    }

    /**
     * Closes this epoch, if it is still the live one. When the store refuses, the next claim closes
     * it.
     *
     * @return whether it is closed now
     */
    boolean close(Store store, long unixMillis, RandomGenerator random) {
        ChangeId id = ChangeId.random(unixMillis, random);
        return switch (store.commit(change(id, check, encode(number, false)))) {
            case Outcome.Committed _, Outcome.Conflict _ -> true;
            case Outcome.Busy _, Outcome.Unknown _ -> false;
        };
    }

    private static long commit(Store store, ChangeId id, Check check, byte[] value) {
        return switch (store.commit(change(id, check, value))) {
            case Outcome.Committed committed -> committed.sequence();
            case Outcome.Conflict _ ->
                    throw new IllegalStateException("another writer has claimed the extents");
            case Outcome.Busy _ -> throw new IllegalStateException("the store is busy");
            case Outcome.Unknown _ ->
                    store.resolve(id)
                            .map(Outcome.Committed::sequence)
                            .orElseThrow(() -> new IllegalStateException("no writer epoch"));
        };
    }

    private static Change change(ChangeId id, Check check, byte[] value) {
        return new Change(
                id, Key.PLATFORM, List.of(check), List.of(new Write.Put(key(), value)), List.of());
    }

    /** The record's value when this epoch was the last, and is closed. */
    static byte[] closed(long number) {
        return encode(number, false);
    }

    private static byte[] encode(long number, boolean live) {
        return ByteBuffer.allocate(BYTES)
                .put(FORMAT)
                .putLong(number)
                .put((byte) (live ? 1 : 0))
                .array();
    }

    private static Last decode(Reads.Stored record) {
        ByteBuffer in = ByteBuffer.wrap(record.value());
        if (in.remaining() != BYTES || in.get() != FORMAT) {
            throw new IllegalStateException("the extents' epoch has another format");
        }
        return new Last(in.getLong(), in.get() != 0);
    }
}
