package fr.bleu.store;

import static fr.bleu.store.Changes.entry;
import static fr.bleu.store.Changes.key;
import static fr.bleu.store.Changes.put;
import static fr.bleu.store.Changes.value;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every engine's store does. An engine joins with a subclass that opens it. */
public abstract class StoreContract extends LedgerContract {

    @Test
    void aRecordThatWasPutIsReadWithItsSequenceAsVersion() {
        Outcome.Committed committed = commit(List.of(), put("a", "one"));

        Reads.Stored stored = store.get(key("a")).orElseThrow();

        assertEquals(committed.sequence(), stored.version());
        assertArrayEquals(value("one"), stored.value());
        assertTrue(store.get(key("b")).isEmpty());
    }

    @Test
    void sequencesGrowWithEveryCommit() {
        long first = commit(List.of(), put("a", "one")).sequence();
        long second = commit(List.of(), put("a", "two")).sequence();

        assertEquals(first + 1, second);
    }

    @Test
    void aDeletedRecordIsGone() {
        commit(List.of(), put("a", "one"));
        commit(List.of(), new Write.Delete(key("a")));
        commit(List.of(), new Write.Delete(key("never")));

        assertTrue(store.get(key("a")).isEmpty());
    }

    @Test
    void laterWritesOfAChangeWin() {
        commit(List.of(), put("a", "one"), new Write.Delete(key("a")), put("a", "two"));
        commit(List.of(), put("b", "one"), new Write.Delete(key("b")));

        assertEquals("two", text("a"));
        assertTrue(store.get(key("b")).isEmpty());
    }

    @Test
    void severalRecordsAreReadEachInItsKeysPlace() {
        Key lengthy = Key.of(Changes.OWNER, Changes.TABLE).append(new byte[6_000]);
        commit(List.of(), put("a", "one"));
        commit(List.of(), new Write.Put(lengthy, value("long")));
        List<Key> keys = List.of(lengthy, key("none"), key("a"), lengthy);
        try (Snapshot snapshot = store.snapshot()) {
            for (Reads reads : List.of(store, snapshot)) {
                List<Optional<Reads.Stored>> found = reads.getAll(keys);
                for (int i = 0; i < keys.size(); i++) {
                    assertEquals(
                            store.get(keys.get(i)).map(Reads.Stored::version),
                            found.get(i).map(Reads.Stored::version));
                }
                assertEquals(4, found.size());
                assertEquals(key("a"), found.get(2).orElseThrow().key());
            }
        }
    }

    @Test
    void aVersionCheckHoldsOnlyForTheVersionThatWasRead() {
        commit(List.of(), put("a", "one"));
        Check unchanged = store.get(key("a")).orElseThrow().unchanged();

        commit(List.of(unchanged), put("a", "two"));
        Outcome again = tryCommit(List.of(unchanged), put("a", "three"));

        assertEquals(key("a"), assertInstanceOf(Outcome.Conflict.class, again).key());
        assertEquals("two", text("a"));
    }

    @Test
    void aVersionCheckOfAnAbsentRecordConflicts() {
        assertConflict(key("a"), List.of(new Check.Version(key("a"), 0)), put("b", "x"));
        assertConflict(key("a"), List.of(new Check.Version(key("a"), 1)), put("b", "x"));
    }

    @Test
    void anAbsentCheckConflictsWithARecord() {
        List<Check> absent = List.of(new Check.Absent(key("a")));
        commit(absent, put("a", "one"));

        assertConflict(key("a"), absent, put("a", "two"));
        commit(List.of(), new Write.Delete(key("a")));
        commit(absent, put("a", "three"));

        assertEquals("three", text("a"));
    }

    @Test
    void aPrefixIsEmptyOnlyWithoutRecordsUnderIt() {
        Key prefix = Key.of(Changes.OWNER, Changes.TABLE).text("folder");
        Key inside = prefix.text("file");
        List<Check> empty = List.of(new Check.PrefixEmpty(key("guard"), prefix));
        commit(empty, put("folder2", "beside"));
        commit(List.of(), new Write.Put(inside, value("x")));

        assertConflict(prefix, empty, put("a", "x"));
        commit(List.of(), new Write.Delete(inside));
        commit(empty, put("a", "x"));
    }

    @Test
    void aConflictWritesNothing() {
        commit(List.of(), put("a", "one"));
        long size = store.ledger().size();

        Outcome outcome =
                store.commit(
                        Changes.withEntries(
                                id(),
                                List.of(new Check.Absent(key("a"))),
                                List.of(put("b", "x")),
                                entry(1, "e", true)));

        assertInstanceOf(Outcome.Conflict.class, outcome);
        assertTrue(store.get(key("b")).isEmpty());
        assertEquals(size, store.ledger().size());
    }

    @Test
    void aCounterAddsUpWithinItsBounds() {
        Write.Add add = new Write.Add(key("count"), 4, 0, 10);
        commit(List.of(), add);
        commit(List.of(), add);

        assertConflict(key("count"), List.of(), add, put("b", "x"));
        assertEquals(8, counter("count"));
        commit(List.of(), new Write.Add(key("count"), -8, 0, 10));
        assertConflict(key("count"), List.of(), new Write.Add(key("count"), -1, 0, 10));
        assertEquals(0, counter("count"));
    }

    @Test
    void aCounterNeverOverflows() {
        long max = Long.MAX_VALUE;
        commit(List.of(), new Write.Add(key("count"), max, Long.MIN_VALUE, max));

        assertConflict(
                key("count"), List.of(), new Write.Add(key("count"), 1, Long.MIN_VALUE, max));
    }

    @Test
    void addingToWhatIsNoCounterIsTheCallersError() {
        commit(List.of(), put("a", "text"));

        assertThrows(
                IllegalArgumentException.class,
                () -> tryCommit(List.of(), put("b", "x"), new Write.Add(key("a"), 1, 0, 9)));
        assertTrue(store.get(key("b")).isEmpty());
        commit(List.of(), put("b", "y"));
    }

    @Test
    void scansAreOrderedBoundedAndHalfOpen() {
        for (String name : List.of("c", "a", "d", "b")) {
            commit(List.of(), put(name, name));
        }

        assertEquals(List.of("a", "b"), names(store.scan(key("a"), key("c"), 10)));
        assertEquals(List.of("a", "b"), names(store.scan(key("a"), key("z"), 2)));
        assertEquals(List.of(), names(store.scan(key("c"), key("a"), 10)));
        Key all = Key.of(Changes.OWNER, Changes.TABLE);
        assertEquals(List.of("a", "b", "c", "d"), names(store.scanPrefix(all, 10)));
        assertThrows(IllegalArgumentException.class, () -> store.scanPrefix(all, 0));
        assertThrows(IllegalArgumentException.class, () -> store.scanPrefix(all, 10_001));
    }

    @Test
    void keysOfEveryLengthStayInOrder() {
        Key base = Key.of(Changes.OWNER, Changes.TABLE);
        List<Key> keys = new ArrayList<>();
        for (int length : new int[] {1, 2_481, 2_482, 2_483, 5_000, Key.MAX_BYTES - 18}) {
            byte[] part = new byte[length];
            new Random(1).nextBytes(part);
            keys.add(base.append(part));
            part[length - 1]++;
            keys.add(base.append(part));
        }
        keys.forEach(key -> commit(List.of(new Check.Absent(key)), new Write.Put(key, value("x"))));

        List<Key> sorted = keys.stream().sorted().toList();
        assertEquals(sorted, found(base, 100));
        assertEquals(sorted.subList(0, 7), found(base, 7));
        for (Key key : keys) {
            assertConflict(key, List.of(new Check.Absent(key)), put("a", "x"));
            assertConflict(key, List.of(new Check.PrefixEmpty(base, key)), put("a", "x"));
            commit(List.of(store.get(key).orElseThrow().unchanged()), new Write.Delete(key));
        }
        assertEquals(List.of(), found(base, 100));
        commit(List.of(new Check.PrefixEmpty(base, base)), put("a", "x"));
    }

    @Test
    void aSnapshotShowsOneMoment() {
        commit(List.of(), put("a", "one"), put("b", "one"));
        try (Snapshot snapshot = store.snapshot()) {
            commit(List.of(), put("a", "two"), new Write.Delete(key("b")), put("c", "two"));

            assertArrayEquals(value("one"), snapshot.get(key("a")).orElseThrow().value());
            Key all = Key.of(Changes.OWNER, Changes.TABLE);
            assertEquals(List.of("one", "one"), names(snapshot.scanPrefix(all, 10)));
        }
        assertEquals("two", text("a"));
    }

    @Test
    void theSameChangeIsAppliedOnceAndAnswersItsFirstOutcome() throws Exception {
        ChangeId id = id();
        Write add = new Write.Add(key("count"), 1, 0, 10);
        Change change = Changes.withEntries(id, List.of(), List.of(add), entry(1, "e", false));

        Outcome.Committed first = (Outcome.Committed) store.commit(change);
        clock.move(Duration.ofSeconds(5));
        assertSame(first, (Outcome.Committed) store.commit(change));
        reopen();
        assertSame(first, (Outcome.Committed) store.commit(change));
        assertSame(first, store.resolve(id).orElseThrow());

        assertEquals(1, counter("count"));
        assertEquals(1, store.ledger().size());
    }

    @Test
    void aChangeThatDidNotCommitResolvesToNothing() {
        ChangeId id = id();
        store.commit(
                Changes.of(id, List.of(new Check.Version(key("a"), 1)), List.of(put("b", "x"))));

        assertEquals(Optional.empty(), store.resolve(id));
    }

    @Test
    void outcomesAreKeptForADayAndThenDropped() {
        ChangeId id = id();
        store.commit(Changes.of(id, List.of(), List.of(put("a", "x"))));

        clock.move(Duration.ofHours(24).plusMinutes(1));
        commit(List.of(), put("b", "x"));
        assertTrue(store.resolve(id).isPresent());
        clock.move(Duration.ofHours(25));
        commit(List.of(), put("b", "x"));

        assertTrue(store.resolve(id).isEmpty());
    }

    @Test
    void anIdOlderThanADayIsRefusedUnlessItCommitted() {
        ChangeId old = id();
        ChangeId committed = id();
        store.commit(Changes.of(committed, List.of(), List.of(put("a", "x"))));
        clock.move(Duration.ofHours(25));

        assertThrows(
                IllegalArgumentException.class,
                () -> store.commit(Changes.of(old, List.of(), List.of(put("a", "y")))));
        assertInstanceOf(
                Outcome.Committed.class,
                store.commit(Changes.of(committed, List.of(), List.of(put("a", "z")))));
        assertEquals("x", text("a"));
    }

    @Test
    void anIdMadeFarAheadOfTheClockIsRefused() {
        ChangeId day = ChangeId.random(clock.millis() + 86_400_000, new Random(1));
        ChangeId more = ChangeId.random(clock.millis() + 86_400_001, new Random(1));
        commit(List.of(), put("a", "x"));

        assertInstanceOf(
                Outcome.Committed.class,
                store.commit(Changes.of(day, List.of(), List.of(put("a", "y")))));
        assertThrows(
                IllegalArgumentException.class,
                () -> store.commit(Changes.of(more, List.of(), List.of(put("a", "z")))));
        assertEquals("y", text("a"));
    }

    @Test
    void commitTimeNeverRunsBackwardsNotEvenOverARestart() throws Exception {
        long first = commit(List.of(), put("a", "x")).commitTimeMicros();
        assertEquals(clock.millis() * 1_000, first);
        clock.move(Duration.ofHours(-1));
        long second = commit(List.of(), put("a", "x")).commitTimeMicros();
        reopen();
        long third = commit(List.of(), put("a", "x")).commitTimeMicros();

        assertEquals(first, second);
        assertEquals(first, third);
    }

    @Test
    void recordsAndSequencesSurviveARestart() throws Exception {
        long sequence = commit(List.of(), put("a", "one")).sequence();
        reopen();

        assertEquals(sequence, store.get(key("a")).orElseThrow().version());
        assertEquals(sequence + 1, commit(List.of(), put("b", "x")).sequence());
    }

    @Test
    void aChangeBeyondItsLimitsIsRefused() {
        List<Write> many = new ArrayList<>();
        for (int i = 0; i <= Change.MAX_OPERATIONS; i++) {
            many.add(put("k" + i, "x"));
        }
        byte[] large = new byte[Change.MAX_BYTES];
        assertThrows(IllegalArgumentException.class, () -> Changes.of(id(), List.of(), many));
        assertThrows(
                IllegalArgumentException.class,
                () -> Changes.of(id(), List.of(), List.of(new Write.Put(key("large"), large))));
        commit(List.of(), many.subList(0, Change.MAX_OPERATIONS).toArray(Write[]::new));
    }

    @Test
    void aClosedStoreIsBusyAndDoesNotRead() {
        store.close();

        assertInstanceOf(Outcome.Busy.class, tryCommit(List.of(), put("a", "x")));
        assertThrows(IllegalStateException.class, () -> store.get(key("a")));
    }

    @Test
    void changesOfManyThreadsAllCommitOnce() throws Exception {
        int threads = 50;
        int each = 20;
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            long seed = i;
            writers.add(Thread.startVirtualThread(() -> addMany(new Random(seed), each)));
        }
        for (Thread writer : writers) {
            writer.join();
        }

        assertEquals(threads * each, counter("count"));
        assertEquals(threads * each, store.ledger().size());
    }

    private void addMany(Random own, int times) {
        for (int i = 0; i < times; i++) {
            store.commit(
                    Changes.withEntries(
                            Changes.id(clock, own),
                            List.of(),
                            List.of(new Write.Add(key("count"), 1, 0, Long.MAX_VALUE)),
                            entry(1, "e", false)));
        }
    }

    private static void assertSame(Outcome.Committed expected, Outcome.Committed actual) {
        assertEquals(expected.id(), actual.id());
        assertEquals(expected.sequence(), actual.sequence());
        assertEquals(expected.commitTimeMicros(), actual.commitTimeMicros());
        assertEquals(expected.entries().size(), actual.entries().size());
        for (int i = 0; i < expected.entries().size(); i++) {
            LedgerEntry was = expected.entries().get(i);
            LedgerEntry is = actual.entries().get(i);
            assertEquals(was.index(), is.index());
            assertArrayEquals(was.leaf(), is.leaf());
            assertArrayEquals(was.sealed(), is.sealed());
        }
    }

    private void assertConflict(Key key, List<Check> checks, Write... writes) {
        Outcome outcome = tryCommit(checks, writes);
        assertEquals(key, assertInstanceOf(Outcome.Conflict.class, outcome).key());
    }

    private Outcome.Committed commit(List<Check> checks, Write... writes) {
        return assertInstanceOf(Outcome.Committed.class, tryCommit(checks, writes));
    }

    private Outcome tryCommit(List<Check> checks, Write... writes) {
        return store.commit(Changes.of(id(), checks, List.of(writes)));
    }

    private String text(String name) {
        return Changes.text(store.get(key(name)).orElseThrow().value());
    }

    private long counter(String name) {
        byte[] value = store.get(key(name)).orElseThrow().value();
        return ByteBuffer.wrap(value, 1, Long.BYTES).getLong();
    }

    private List<Key> found(Key prefix, int limit) {
        return store.scanPrefix(prefix, limit).stream().map(Reads.Stored::key).toList();
    }

    private static List<String> names(List<Reads.Stored> records) {
        return records.stream().map(stored -> Changes.text(stored.value())).toList();
    }
}
