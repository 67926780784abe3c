package fr.bleu.store.postgres;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Changes;
import fr.bleu.store.Oracle;
import fr.bleu.store.Outcome;
import fr.bleu.store.Store;
import fr.bleu.store.Write;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Commits on several nodes, and what must be there afterwards. */
final class CommitOracle {

    private static final Duration HANG = Duration.ofMinutes(2);

    private final Map<ChangeId, Outcome> answered = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /** What happens to the nodes or the server while they commit. */
    @FunctionalInterface
    interface Fault {
        void strike() throws Exception;
    }

    /** A change whose parts tell whether it was committed: a record, a count and an entry. */
    static Change change(Random random) {
        ChangeId id = ChangeId.random(System.currentTimeMillis(), random);
        return Changes.withEntries(
                id,
                List.of(),
                List.of(
                        Changes.put("r/" + id, "x"),
                        new Write.Add(Changes.key("count"), 1, 0, Long.MAX_VALUE)),
                Changes.entry(1, id.toString(), true));
    }

    Outcome commit(Store node, Random random) {
        Change change = change(random);
        Outcome outcome = node.commit(change);
        answered.put(change.id(), outcome);
        return outcome;
    }

    /** Counts what was committed outside this process. */
    void sent(ChangeId id) {
        answered.putIfAbsent(id, new Outcome.Unknown(id));
    }

    /** Commits on every node until the fault has struck. */
    void commitDuring(List<Store> nodes, int writers, Fault fault) throws Exception {
        Random random = new Random();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                Store node = nodes.get(i % nodes.size());
                Random own = new Random(random.nextLong());
                running.add(threads.submit(() -> commitUntilStopped(node, own)));
            }
            try {
                fault.strike();
            } finally {
                stopped = true;
            }
            for (Future<?> writer : running) {
                writer.get();
            }
        }
    }

    private void commitUntilStopped(Store node, Random random) {
        while (!stopped) {
            commit(node, random);
        }
    }

    /** Waits until so many more changes are acknowledged; a minute or two without is a hang. */
    void await(int more) throws InterruptedException {
        long until = committed() + more;
        long end = System.nanoTime() + HANG.toNanos();
        while (committed() < until) {
            assertTrue(System.nanoTime() - end < 0, "nothing is committed any more");
            Thread.sleep(5);
        }
    }

    private long committed() {
        return answered.values().stream().filter(Outcome.Committed.class::isInstance).count();
    }

    /** Nothing acknowledged is lost, nothing refused is there, and each change is whole. */
    void verify(Store store) {
        long committed = 0;
        for (Map.Entry<ChangeId, Outcome> each : answered.entrySet()) {
            Optional<Outcome.Committed> kept = store.resolve(each.getKey());
            switch (each.getValue()) {
                case Outcome.Committed said -> assertSame(said, kept.orElseThrow());
                case Outcome.Busy busy -> assertTrue(kept.isEmpty(), "busy, and yet written");
                case Outcome.Unknown unknown -> {}
                case Outcome.Conflict conflict -> throw new AssertionError(conflict);
            }
            assertEquals(
                    kept.isPresent(), store.get(Changes.key("r/" + each.getKey())).isPresent());
            committed += kept.isPresent() ? 1 : 0;
        }
        System.out.println("oracle: " + committed + " of " + answered.size() + " committed");
        assertTrue(committed > 100, "hardly anything was committed");
        assertEquals(committed, count(store));
        assertEquals(committed, store.ledger().size());
        Oracle.assertLedgerVerifies(store.ledger());
    }

    private static void assertSame(Outcome.Committed said, Outcome.Committed kept) {
        assertEquals(said.sequence(), kept.sequence());
        assertEquals(said.commitTimeMicros(), kept.commitTimeMicros());
        assertEquals(said.entries().getFirst().index(), kept.entries().getFirst().index());
        assertArrayEquals(said.entries().getFirst().leaf(), kept.entries().getFirst().leaf());
    }

    private static long count(Store store) {
        byte[] value = store.get(Changes.key("count")).orElseThrow().value();
        return ByteBuffer.wrap(value, 1, Long.BYTES).getLong();
    }
}
