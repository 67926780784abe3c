package fr.bleu.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Random batches, full of changes that meet, given to a store and to the naive model. */
public final class ModelRun {

    private final long seed;
    private final Random random;
    private final TestClock clock = new TestClock();
    private final NaiveStore model = new NaiveStore();

    public ModelRun(long seed) {
        this.seed = seed;
        random = new Random(seed);
    }

    /** The clock of the store. */
    public TestClock clock() {
        return clock;
    }

    /** Commits batches, and compares every outcome. */
    public void commit(int batches, Function<List<Change>, List<Outcome>> store) {
        RandomChanges changes = new RandomChanges(random, clock);
        int conflicts = 0;
        for (int i = 0; i < batches; i++) {
            clock.move(Duration.ofMillis(random.nextInt(-50, 100)));
            NaiveStore seen = model.copy();
            List<Change> batch = new ArrayList<>();
            for (int n = 1 + random.nextInt(8); n > 0; n--) {
                batch.add(changes.next(seen));
            }
            List<Outcome> outcomes = store.apply(batch);
            for (int n = 0; n < batch.size(); n++) {
                Outcome expected = model.apply(batch.get(n), clock.millis() * 1_000);
                assertOutcome(expected, outcomes.get(n));
                conflicts += expected instanceof Outcome.Conflict ? 1 : 0;
            }
        }
        assertTrue(conflicts > 0, "a run without conflicts proves little: seed " + seed);
    }

    /** Compares all that the store holds. */
    public void assertHolds(Reads reads, LedgerTree ledger) {
        try {
            Oracle.assertHolds(model, reads, ledger);
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private void assertOutcome(Outcome expected, Outcome actual) {
        try {
            Oracle.assertOutcome(expected, actual);
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }
}
