package fr.bleu.store.postgres;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.ledger.Leaf;
import fr.bleu.ledger.Merkle;
import fr.bleu.ledger.ProofVerifier;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Changes;
import fr.bleu.store.Check;
import fr.bleu.store.LedgerEntry;
import fr.bleu.store.Oracle;
import fr.bleu.store.Outcome;
import fr.bleu.store.Reads;
import fr.bleu.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several nodes over one database: one order of commits, one tree. */
@Tag("postgres")
class NodesTest {

    private static final int NODES = 3;
    private static final int RECORDS = 4;

    private final List<Store> nodes = new ArrayList<>();

    @BeforeEach
    void openNodes() throws Exception {
        PostgresOptions options = Cluster.shared().newDatabase();
        for (int i = 0; i < NODES; i++) {
            nodes.add(PostgresStore.open(options));
        }
    }

    @AfterEach
    void closeNodes() {
        nodes.forEach(Store::close);
    }

    @Test
    void whatOneNodeHasCommittedEveryOtherShowsAtOnce() {
        for (int i = 0; i < 20; i++) {
            Store writer = nodes.get(i % NODES);
            ChangeId id = id(new Random(i));
            Outcome.Committed committed =
                    assertInstanceOf(
                            Outcome.Committed.class, set(writer, id, "a", List.of(), "v" + i));
            for (Store node : nodes) {
                assertEquals("v" + i, Changes.text(node.get(Changes.key("a")).get().value()));
                assertEquals(i + 1, node.ledger().size());
                assertEquals(committed.sequence(), node.resolve(id).get().sequence());
                assertTrue(
                        ProofVerifier.inclusion(
                                Merkle.leafHash(committed.entries().getFirst().leaf()),
                                i,
                                i + 1L,
                                node.ledger().inclusionProof(i, i + 1L),
                                writer.ledger().rootHash(i + 1L)));
            }
        }
    }

    /** Each writer reads a number and writes the next one, if it has not changed since. */
    @Test
    void conflictingChangesOfAllNodesStandInOneOrder() throws Exception {
        List<Outcome.Committed> committed = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < NODES * 4; i++) {
                Store node = nodes.get(i % NODES);
                Random random = new Random(i);
                running.add(writers.submit(() -> count(node, random, committed)));
            }
            for (Future<?> writer : running) {
                writer.get();
            }
        }

        assertEquals(committed.size(), sum());
        assertTrue(committed.size() > NODES * 4, "hardly anything was committed");
        assertOneOrder(committed);
        for (Store node : nodes) {
            Oracle.assertLedgerVerifies(node.ledger());
            assertNumbersGrow(Oracle.all(node.ledger()));
        }
    }

    private static void count(Store node, Random random, List<Outcome.Committed> committed) {
        for (int i = 0; i < 60; i++) {
            String name = "n" + random.nextInt(RECORDS);
            var stored = node.get(Changes.key(name));
            int next = stored.map(NodesTest::number).orElse(0) + 1;
            Check unchanged =
                    stored.map(Reads.Stored::unchanged).orElse(new Check.Absent(Changes.key(name)));
            Outcome outcome =
                    set(node, id(random), name, List.of(unchanged), Integer.toString(next));
            switch (outcome) {
                case Outcome.Committed done -> committed.add(done);
                case Outcome.Conflict conflict -> assertEquals(Changes.key(name), conflict.key());
                case Outcome.Busy busy -> throw new AssertionError(busy);
                case Outcome.Unknown unknown -> throw new AssertionError(unknown);
            }
        }
    }

    private void assertOneOrder(List<Outcome.Committed> committed) {
        List<Outcome.Committed> ordered = new ArrayList<>(committed);
        ordered.sort(Comparator.comparing(Outcome.Committed::sequence));
        List<LedgerEntry> entries = Oracle.all(nodes.getFirst().ledger());
        assertEquals(ordered.size(), entries.size());
        long micros = 0;
        for (int i = 0; i < ordered.size(); i++) {
            Outcome.Committed each = ordered.get(i);
            assertEquals(i + 1, each.sequence());
            assertEquals(i, each.entries().getFirst().index());
            assertArrayEquals(entries.get(i).leaf(), each.entries().getFirst().leaf());
            assertEquals(
                    each.commitTimeMicros(), Leaf.decode(entries.get(i).leaf()).commitTimeMicros());
            assertTrue(each.commitTimeMicros() >= micros, "commit time runs backwards");
            micros = each.commitTimeMicros();
        }
    }

    /** The entries of each record are numbered in the order of its values. */
    private static void assertNumbersGrow(List<LedgerEntry> entries) {
        int[] last = new int[RECORDS];
        for (LedgerEntry entry : entries) {
            String[] said = new String(entry.sealed(), StandardCharsets.UTF_8).split("=");
            int record = Integer.parseInt(said[0].substring(1));
            assertEquals(++last[record], Integer.parseInt(said[1]));
        }
    }

    private int sum() {
        int sum = 0;
        for (int i = 0; i < RECORDS; i++) {
            sum += nodes.getFirst().get(Changes.key("n" + i)).map(NodesTest::number).orElse(0);
        }
        return sum;
    }

    private static Outcome set(
            Store node, ChangeId id, String name, List<Check> checks, String value) {
        return node.commit(
                Changes.withEntries(
                        id,
                        checks,
                        List.of(Changes.put(name, value)),
                        Changes.entry(1, name + "=" + value, true)));
    }

    private static int number(Reads.Stored stored) {
        return Integer.parseInt(Changes.text(stored.value()));
    }

    private static ChangeId id(Random random) {
        return ChangeId.random(System.currentTimeMillis(), random);
    }
}
