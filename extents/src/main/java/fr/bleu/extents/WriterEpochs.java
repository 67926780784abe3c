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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The epochs of several writers at a time. Each has a record {@code number(8)} → {@code format(1) =
 * 1 ‖ live(1)}, which is written twice: when the epoch is claimed and when it is closed. What a
 * writer finished commits only while the record has the version of its own claim, so whoever closes
 * an epoch has shut its writer out, asleep or not.
 *
 * <p>A lease beside it, {@code number(8)} → {@code format(1) = 1 ‖ unixMillis(8)}, is rewritten
 * while the writer lives. Its version is what counts; the time is for people.
 *
 * <p>A number is taken here first, in the counter, and then in the bucket. So when the bucket has
 * it already, the bucket was written by another history of this store: this one was restored from a
 * backup, or another cloud writes below the same prefix. What lies in the epochs up to there may be
 * the other's, and is never collected from then on; a record of its own, {@code format(1) = 1 ‖
 * number(8)}, says so.
 */
final class WriterEpochs {

    /**
     * One writer's.
     *
     * @param number from 1, never used twice
     * @param check holds while this epoch is live
     */
    record Claimed(long number, Check.Version check) {}

    /** Takes a number elsewhere too, and says whether it was free there. */
    interface Reservation {
        boolean take(long number) throws IOException;
    }

    static final Table EPOCHS = Table.of(34, "extent writers' epochs");
    static final Table LEASES = Table.of(35, "extent writers' leases");
    static final Table KEPT = Table.of(36, "extent writers' epochs that are never collected");

    private static final byte FORMAT = 1;
    private static final int PAGE = 1_000;
    private static final int MOST_TRIES = 100_000;

    private final Store store;
    private final InstantSource clock;
    private final RandomGenerator random;

    WriterEpochs(Store store, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Begins an epoch of a number that nobody has had.
     *
     * @throws ExtentsUnavailableException when the store does not take it now
     */
    Claimed claim(Reservation reservation) throws IOException {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Optional<Reads.Stored> counter = store.get(counterKey());
            long number = last(counter) + 1;
            if (commitNumber(counter, number)) {
                if (reservation.take(number)) {
                    return commitClaim(number);
                }
                keepUpTo(number);
            }
        }
        throw new IOException("no free epoch for an extent writer");
    }

    private void keepUpTo(long number) throws IOException {
        Optional<Reads.Stored> before;
        do {
            before = store.get(keptKey());
            if (kept(before) >= number) {
                return;
            }
        } while (commit(
                        List.of(unchanged(keptKey(), before)),
                        List.of(new Write.Put(keptKey(), encode(number))))
                .isEmpty());
    }

    private static long kept(Optional<Reads.Stored> stored) {
        return stored.map(it -> longOf(it.value())).orElse(0L);
    }

    private static Check unchanged(Key key, Optional<Reads.Stored> stored) {
        return stored.<Check>map(Reads.Stored::unchanged).orElseGet(() -> new Check.Absent(key));
    }

    /** The last number that is taken, by a writer of files too: extents' ids are never the same. */
    private long last(Optional<Reads.Stored> counter) {
        return last(counter, store);
    }

    /** The last number that any writer of a store has taken. */
    static long last(Reads store) {
        return last(store.get(counterKey()), store);
    }

    private static long last(Optional<Reads.Stored> counter, Reads store) {
        long here = counter.map(stored -> longOf(stored.value())).orElse(0L);
        return Math.max(here, Epoch.last(store).number());
    }

    /** Whether the number is this writer's: no other one of this store takes it. */
    private boolean commitNumber(Optional<Reads.Stored> counter, long number) throws IOException {
        return commit(
                        List.of(unchanged(counterKey(), counter)),
                        List.of(new Write.Put(counterKey(), encode(number))))
                .isPresent();
    }

    private Claimed commitClaim(long number) throws IOException {
        List<Write> writes =
                List.of(
                        new Write.Put(epochKey(number), state(true)),
                        new Write.Put(leaseKey(number), encode(clock.millis())));
        return commit(List.of(new Check.Absent(epochKey(number))), writes)
                .map(it -> new Claimed(number, new Check.Version(epochKey(number), it.sequence())))
                .orElseThrow(() -> new IOException("the extent writer's epoch is another's"));
    }

    /**
     * Tells the others that the writer lives.
     *
     * @return false when somebody has closed its epoch
     */
    boolean renew(Claimed epoch) throws ExtentsUnavailableException {
        Write lease = new Write.Put(leaseKey(epoch.number()), encode(clock.millis()));
        return commit(List.of(epoch.check()), List.of(lease)).isPresent();
    }

    /** Closes one's own epoch; somebody else may have done so before. */
    void close(Claimed epoch) throws ExtentsUnavailableException {
        commit(List.of(epoch.check()), closing(epoch.number()));
    }

    /**
     * Closes another's epoch, unless its lease was renewed.
     *
     * @param lease the version of its lease
     */
    boolean closeExpired(long number, long lease) throws ExtentsUnavailableException {
        Check notRenewed = new Check.Version(leaseKey(number), lease);
        return commit(List.of(notRenewed), closing(number)).isPresent();
    }

    private static List<Write> closing(long number) {
        return List.of(
                new Write.Put(epochKey(number), state(false)), new Write.Delete(leaseKey(number)));
    }

    /** Whether nobody has closed an epoch. */
    boolean isLive(long number) {
        return store.get(epochKey(number))
                .filter(stored -> Arrays.equals(stored.value(), state(true)))
                .isPresent();
    }

    /** The live epochs, each with the version of its lease. */
    Map<Long, Long> leases() {
        Map<Long, Long> found = new HashMap<>();
        for (Reads.Stored lease : all(store, LEASES)) {
            found.put(numberIn(lease.key()), lease.version());
        }
        return found;
    }

    /** Every epoch that was claimed here, is closed, and has nobody else's objects. */
    Set<Long> closed() {
        return closed(store);
    }

    /** As a moment shows it. */
    static Set<Long> closed(Reads reads) {
        long kept = kept(reads.get(keptKey()));
        Set<Long> found = new HashSet<>();
        for (Reads.Stored epoch : all(reads, EPOCHS)) {
            long number = numberIn(epoch.key());
            if (number > kept && !isLive(epoch.value())) {
                found.add(number);
            }
        }
        return found;
    }

    /** Every numbered record: what stands at the table's bare key is the counter. */
    private static List<Reads.Stored> all(Reads reads, Table table) {
        List<Reads.Stored> found = new ArrayList<>();
        Key prefix = Key.of(Key.PLATFORM, table);
        Key from = prefix.number(0);
        List<Reads.Stored> page;
        do {
            page = reads.scan(from, prefix.afterPrefix(), PAGE);
            found.addAll(page);
            if (!page.isEmpty()) {
                from = page.getLast().key().next();
            }
        } while (page.size() == PAGE);
        return found;
    }

    /** Empty when a check did not hold. */
    private Optional<Outcome.Committed> commit(List<Check> checks, List<Write> writes)
            throws ExtentsUnavailableException {
        ChangeId id = ChangeId.random(clock.millis(), random);
        Change change = new Change(id, Key.PLATFORM, checks, writes, List.of());
        return switch (store.commit(change)) {
            case Outcome.Committed committed -> Optional.of(committed);
            case Outcome.Conflict _ -> Optional.empty();
            case Outcome.Busy _ -> throw new ExtentsUnavailableException("the store is busy", null);
            case Outcome.Unknown _ ->
                    Optional.of(
                            store.resolve(id)
                                    .orElseThrow(
                                            () ->
                                                    new ExtentsUnavailableException(
                                                            "the store's outcome is unknown",
                                                            null)));
        };
    }

    private static Key counterKey() {
        return Key.of(Key.PLATFORM, EPOCHS);
    }

    static Key epochKey(long number) {
        return Key.of(Key.PLATFORM, EPOCHS).number(number);
    }

    private static Key keptKey() {
        return Key.of(Key.PLATFORM, KEPT);
    }

    private static Key leaseKey(long number) {
        return Key.of(Key.PLATFORM, LEASES).number(number);
    }

    private static long numberIn(Key key) {
        byte[] bytes = key.bytes();
        return ByteBuffer.wrap(bytes).getLong(bytes.length - Long.BYTES);
    }

    static byte[] state(boolean live) {
        return new byte[] {FORMAT, (byte) (live ? 1 : 0)};
    }

    private static boolean isLive(byte[] value) {
        if (value.length != 2 || value[0] != FORMAT) {
            throw new IllegalStateException("an extent writer's epoch has another format");
        }
        return value[1] != 0;
    }

    /** The value of the counter, and of the record of what is kept. */
    static byte[] encode(long value) {
        return ByteBuffer.allocate(1 + Long.BYTES).put(FORMAT).putLong(value).array();
    }

    private static long longOf(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        if (in.remaining() != 1 + Long.BYTES || in.get() != FORMAT) {
            throw new IllegalStateException("a number of the extent writers has another format");
        }
        return in.getLong();
    }
}
