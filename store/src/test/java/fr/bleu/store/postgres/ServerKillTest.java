package fr.bleu.store.postgres;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.ChangeId;
import fr.bleu.store.Changes;
import fr.bleu.store.Oracle;
import fr.bleu.store.Outcome;
import fr.bleu.store.Store;
import fr.bleu.store.StoreFailedException;
import fr.bleu.store.Write;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The server is killed under two nodes that commit, again and again. */
@Tag("postgres")
class ServerKillTest {

    private static final int WRITERS = 8;

    private final Map<ChangeId, Outcome> answered = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    @Test
    void nothingThatWasAcknowledgedIsLost() throws Exception {
        int rounds = Boolean.getBoolean("bleu.all") ? 20 : 3;
        long seed = System.nanoTime();
        System.out.println("server kill test: seed " + seed);
        Random random = new Random(seed);
        try (Cluster cluster = Cluster.start()) {
            PostgresOptions options = cluster.newDatabase();
            try (Store first = PostgresStore.open(options);
                    Store second = PostgresStore.open(options);
                    var writers = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> running = new ArrayList<>();
                for (int i = 0; i < WRITERS; i++) {
                    Store node = i % 2 == 0 ? first : second;
                    Random own = new Random(random.nextLong());
                    running.add(writers.submit(() -> commitUntilStopped(node, own)));
                }
                for (int round = 0; round < rounds; round++) {
                    Thread.sleep(200 + random.nextInt(800));
                    cluster.kill();
                    cluster.run();
                }
                Thread.sleep(500);
                stopped = true;
                for (Future<?> writer : running) {
                    writer.get();
                }
                verify(first);
                verify(second);
            }
        }
    }

    @Test
    void withoutTheDatabaseANodeRefusesAndGoesOnWhenItIsBack() throws Exception {
        Random random = new Random(1);
        try (Cluster cluster = Cluster.start();
                Store store = PostgresStore.open(cluster.newDatabase())) {
            assertInstanceOf(Outcome.Committed.class, commit(store, random));
            cluster.kill();

            assertThrows(StoreFailedException.class, () -> store.get(Changes.key("count")));
            assertThrows(StoreFailedException.class, store::snapshot);
            assertThrows(StoreFailedException.class, () -> store.ledger().size());
            assertInstanceOf(Outcome.Busy.class, commit(store, random));
            cluster.run();

            assertInstanceOf(Outcome.Committed.class, commit(store, random));
            assertEquals(2, count(store));
        }
    }

    private void commitUntilStopped(Store node, Random random) {
        while (!stopped) {
            commit(node, random);
        }
    }

    private Outcome commit(Store node, Random random) {
        ChangeId id = ChangeId.random(System.currentTimeMillis(), random);
        Outcome outcome =
                node.commit(
                        Changes.withEntries(
                                id,
                                List.of(),
                                List.of(
                                        Changes.put("r/" + id, "x"),
                                        new Write.Add(Changes.key("count"), 1, 0, Long.MAX_VALUE)),
                                Changes.entry(1, id.toString(), true)));
        answered.put(id, outcome);
        return outcome;
    }

    private void verify(Store store) {
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
        System.out.println("server kill test: " + committed + " of " + answered.size());
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
