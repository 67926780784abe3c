package fr.bleu.store.embedded;

import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Change;
import fr.bleu.store.NaiveStore;
import fr.bleu.store.Oracle;
import fr.bleu.store.Outcome;
import fr.bleu.store.RandomChanges;
import fr.bleu.store.TestClock;
import fr.bleu.store.disk.SimulatedDisk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random batches, full of changes that meet, against the naive model. */
class ModelTest {

    @Test
    void theMemoryEngineDecidesAsTheModelDoes() {
        int seeds = Boolean.getBoolean("bleu.all") ? 5_000 : 200;
        for (long seed = 0; seed < seeds; seed++) {
            run(seed, MemoryEngine.open(new SimulatedDisk(seed)), 20);
        }
    }

    @Test
    void rocksDbDecidesAsTheModelDoes(@TempDir Path folder) {
        for (long seed = 0; seed < 3; seed++) {
            run(seed, RocksEngine.open(folder.resolve("seed" + seed)), 150);
        }
    }

    private static void run(long seed, Engine engine, int batches) {
        Random random = new Random(seed);
        TestClock clock = new TestClock();
        RandomChanges changes = new RandomChanges(random, clock);
        NaiveStore model = new NaiveStore();
        int conflicts = 0;
        try (Direct store = new Direct(engine, StoreOptions.of(clock))) {
            for (int i = 0; i < batches; i++) {
                clock.move(Duration.ofMillis(random.nextInt(-50, 100)));
                NaiveStore seen = model.copy();
                List<Change> batch = new ArrayList<>();
                for (int n = 1 + random.nextInt(8); n > 0; n--) {
                    batch.add(changes.next(seen));
                }
                List<Outcome> outcomes = store.commit(batch);
                for (int n = 0; n < batch.size(); n++) {
                    Outcome expected = model.apply(batch.get(n), clock.millis() * 1_000);
                    Oracle.assertOutcome(expected, outcomes.get(n));
                    conflicts += expected instanceof Outcome.Conflict ? 1 : 0;
                }
            }
            Oracle.assertHolds(model, store.reads(), store.ledger());
            assertTrue(conflicts > 0, "a run without conflicts proves little");
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }
}
