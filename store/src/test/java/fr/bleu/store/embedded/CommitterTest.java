package fr.bleu.store.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Change;
import fr.bleu.store.Changes;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Outcome;
import fr.bleu.store.Store;
import fr.bleu.store.TestClock;
import fr.bleu.store.Write;
import fr.bleu.store.disk.SimulatedDisk;
import fr.bleu.store.engine.CommitQueues;
import fr.bleu.store.engine.EngineBatch;
import fr.bleu.store.engine.EngineView;
import fr.bleu.store.engine.QueueBounds;
import fr.bleu.store.engine.Space;
import fr.bleu.store.engine.Ticket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queues, batches, failures and the end of the committer. */
class CommitterTest {

    private final TestClock clock = new TestClock();
    private final Random random = new Random(3);

    @Test
    void eachBatchIsTold() {
        AtomicInteger batches = new AtomicInteger();
        AtomicInteger changes = new AtomicInteger();
        StoreOptions options =
                StoreOptions.of(clock)
                        .withListener(
                                (count, nanos) -> {
                                    assertTrue(nanos >= 0);
                                    batches.incrementAndGet();
                                    changes.addAndGet(count);
                                });
        try (Store store = Stores.memory(new SimulatedDisk(1), options)) {
            for (int i = 0; i < 3; i++) {
                assertInstanceOf(Outcome.Committed.class, store.commit(change(1)));
            }
        }
        assertEquals(3, batches.get());
        assertEquals(3, changes.get());
    }

    @Test
    void aFullQueueIsBusyForItsTenantOnly() {
        CommitQueues queues = new CommitQueues(new QueueBounds(2, 1 << 20, 1 << 20));
        assertTrue(queues.offer(ticket(1)));
        assertTrue(queues.offer(ticket(1)));

        assertFalse(queues.offer(ticket(1)));
        assertTrue(queues.offer(ticket(2)));
    }

    @Test
    void bytesAreBoundedForATenantAndForAll() {
        long size = ticket(1).change().bytes();
        CommitQueues queues = new CommitQueues(new QueueBounds(100, 2 * size, 3 * size));
        assertTrue(queues.offer(ticket(1)));
        assertTrue(queues.offer(ticket(1)));
        assertFalse(queues.offer(ticket(1)));
        assertTrue(queues.offer(ticket(2)));
        assertFalse(queues.offer(ticket(3)));

        assertEquals(3, queues.take().size());
        assertTrue(queues.offer(ticket(3)));
    }

    @Test
    void aSingleChangeAlwaysFitsItsTenantsQueue() {
        CommitQueues queues = new CommitQueues(new QueueBounds(100, 1, 1 << 20));
        assertTrue(queues.offer(ticket(1)));
        assertFalse(queues.offer(ticket(1)));
        assertTrue(queues.offer(ticket(2)));
    }

    @Test
    void aBatchIsBoundedAndWhatItLeavesStillCounts() {
        long size = ticket(1).change().bytes();
        CommitQueues queues = new CommitQueues(new QueueBounds(2_000, 1_100 * size, 1 << 30));
        for (int i = 0; i < 1_100; i++) {
            assertTrue(queues.offer(ticket(1)));
        }
        assertFalse(queues.offer(ticket(1)));

        assertEquals(1_024, queues.take().size());
        for (int i = 0; i < 1_024; i++) {
            assertTrue(queues.offer(ticket(1)));
        }
        assertFalse(queues.offer(ticket(1)));
    }

    @Test
    void aBatchTakesNoFurtherChangeOnceItHasFourMebibytes() {
        CommitQueues queues = new CommitQueues(new QueueBounds(100, 1 << 30, 1 << 30));
        for (int i = 0; i < 6; i++) {
            byte[] large = new byte[900 << 10];
            large[0] = 1;
            queues.offer(new Ticket(change(new Write.Put(Changes.key("a"), large))));
        }

        assertEquals(5, queues.take().size());
        assertEquals(1, queues.take().size());
    }

    @Test
    void tenantsAreTakenInTurn() {
        CommitQueues queues = new CommitQueues(QueueBounds.DEFAULT);
        for (int i = 0; i < 5; i++) {
            queues.offer(ticket(1));
        }
        queues.offer(ticket(2));
        queues.offer(ticket(3));

        List<Long> order =
                queues.take().stream()
                        .map(ticket -> ticket.change().queue().getLeastSignificantBits())
                        .toList();
        assertEquals(List.of(1L, 2L, 3L, 1L, 1L, 1L, 1L), order);
    }

    @Test
    void aPrefixThatEarlierChangesOfTheBatchEmptiedIsEmpty() {
        Direct store = storeWithFiles(250);
        List<Change> batch = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            batch.add(change(new Write.Delete(file(i))));
        }
        batch.add(whenEmpty());

        assertInstanceOf(Outcome.Committed.class, store.commit(batch).getLast());
    }

    @Test
    void aPrefixIsNotEmptyWhenTheBatchDeletedAllButItsLastRecord() {
        Direct store = storeWithFiles(250);
        List<Change> batch = new ArrayList<>();
        for (int i = 0; i < 249; i++) {
            batch.add(change(new Write.Delete(file(i))));
        }
        batch.add(whenEmpty());

        assertInstanceOf(Outcome.Conflict.class, store.commit(batch).getLast());
    }

    @Test
    void aBatchSyncsOnce() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        Direct store = new Direct(MemoryEngine.open(disk), StoreOptions.of(clock));
        long before = disk.syncs();

        store.commit(List.of(change(1), change(2), change(3)));

        assertEquals(before + 1, disk.syncs());
    }

    @Test
    void aBatchOnRocksDbSyncsItsLogOnce(@TempDir Path folder) {
        RocksEngine engine = RocksEngine.open(folder);
        try (Direct store = new Direct(engine, StoreOptions.of(clock))) {
            for (int i = 1; i <= 5; i++) {
                store.commit(List.of(change(1), change(2), change(3)));
                assertEquals(i, engine.logSyncs());
            }
        }
    }

    @Test
    void afterAFailedSyncAllIsUnknownAndNothingIsWrittenAgain() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        ConcurrentLinkedQueue<Throwable> fatal = new ConcurrentLinkedQueue<>();
        Store store = Stores.memory(disk, StoreOptions.of(clock).withFatal(fatal::add));
        disk.failAtSync(1);
        Outcome failed = store.commit(change(1));
        long writes = disk.writes();

        Outcome after = store.commit(change(1));

        assertInstanceOf(Outcome.Unknown.class, failed);
        assertInstanceOf(Outcome.Busy.class, after);
        assertEquals(writes, disk.writes());
        assertTrue(store.get(Changes.key("a")).isEmpty(), "seen before it was durable");
        assertEquals(0, store.ledger().size());
        // The handler is told after the callers are answered.
        store.close();
        assertEquals(1, fatal.size());
    }

    @Test
    void whatHasQueuedBehindAFailedWriteIsUnknownAndNotWritten() throws Exception {
        FailingEngine engine = new FailingEngine();
        ConcurrentLinkedQueue<Throwable> fatal = new ConcurrentLinkedQueue<>();
        Store store =
                EmbeddedStore.open(engine, StoreOptions.of(clock).withFatal(fatal::add), () -> {});
        ConcurrentLinkedQueue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Change change = change(i);
            Thread writer = new Thread(() -> outcomes.add(store.commit(change)));
            writer.start();
            writers.add(writer);
            engine.writing.await();
            while (writer.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        engine.mayFail.countDown();
        for (Thread writer : writers) {
            writer.join();
        }
        store.close();

        assertEquals(6, outcomes.size());
        outcomes.forEach(outcome -> assertInstanceOf(Outcome.Unknown.class, outcome));
        assertEquals(1, engine.writes.get());
        assertEquals(1, fatal.size());
    }

    @Test
    void whatHasQueuedWhenTheStoreClosesIsFinished() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        Store store = Stores.memory(disk, StoreOptions.of(clock));
        ConcurrentLinkedQueue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Change change = change(i % 3);
            writers.add(Thread.startVirtualThread(() -> outcomes.add(store.commit(change))));
        }
        store.close();
        for (Thread writer : writers) {
            writer.join();
        }

        long committed = 0;
        for (Outcome outcome : outcomes) {
            assertTrue(outcome instanceof Outcome.Committed || outcome instanceof Outcome.Busy);
            committed += outcome instanceof Outcome.Committed ? 1 : 0;
        }
        assertEquals(200, outcomes.size());
        try (Store again = Stores.memory(disk, StoreOptions.of(clock))) {
            assertEquals(committed, again.ledger().size());
        }
    }

    @Test
    void anInterruptedCallerStillLearnsItsOutcome() throws Exception {
        try (Store store = Stores.memory(new SimulatedDisk(1), StoreOptions.of(clock))) {
            Thread.currentThread().interrupt();
            assertInstanceOf(Outcome.Committed.class, store.commit(change(1)));
            assertTrue(Thread.interrupted());
        }
    }

    /** More files under one prefix than the committer reads at once. */
    private Direct storeWithFiles(int count) {
        Direct store = new Direct(MemoryEngine.open(new SimulatedDisk(1)), StoreOptions.of(clock));
        List<Change> puts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            puts.add(change(new Write.Put(file(i), Changes.value("x"))));
        }
        store.commit(puts).forEach(o -> assertInstanceOf(Outcome.Committed.class, o));
        return store;
    }

    private static Key folder() {
        return Key.of(Changes.OWNER, Changes.TABLE).text("folder");
    }

    private static Key file(int number) {
        return folder().text("%03d".formatted(number));
    }

    private Change change(Write write) {
        return Changes.of(Changes.id(clock, random), List.of(), List.of(write));
    }

    private Change whenEmpty() {
        return Changes.of(
                Changes.id(clock, random),
                List.of(new Check.PrefixEmpty(Changes.key("guard"), folder())),
                List.of(Changes.put("gone", "x")));
    }

    private Ticket ticket(int tenant) {
        return new Ticket(change(tenant));
    }

    private Change change(int tenant) {
        return new Change(
                Changes.id(clock, random),
                new UUID(0, tenant),
                List.of(),
                List.of(Changes.put("a", "x")),
                List.of(Changes.entry(tenant, "e", true)));
    }

    /** An empty engine whose write fails, but not before it is told to. */
    private static final class FailingEngine implements Engine {
        private final CountDownLatch writing = new CountDownLatch(1);
        private final CountDownLatch mayFail = new CountDownLatch(1);
        private final AtomicInteger writes = new AtomicInteger();

        @Override
        public void write(EngineBatch batch) throws IOException {
            writes.incrementAndGet();
            writing.countDown();
            try {
                mayFail.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            throw new IOException("the sync failed");
        }

        @Override
        public EngineView snapshot() {
            return this;
        }

        @Override
        public byte[] get(Space space, byte[] key) {
            return null;
        }

        @Override
        public List<Entry> scan(Space space, byte[] from, byte[] to, int limit) {
            return List.of();
        }

        @Override
        public List<Entry> scanReverse(Space space, byte[] from, byte[] to, int limit) {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
