package fr.bleu.store.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import fr.bleu.store.Change;
import fr.bleu.store.NaiveStore;
import fr.bleu.store.Oracle;
import fr.bleu.store.Outcome;
import fr.bleu.store.RandomChanges;
import fr.bleu.store.StoreUnusableException;
import fr.bleu.store.TestClock;
import fr.bleu.store.disk.SimulatedDisk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The store on a disk that loses power, tears writes and fails, at every sync and write of a run,
 * over seeds. After each recovery the store holds exactly the acknowledged batches, and the one
 * that was under way wholly or not at all.
 */
class CrashSimulationTest {

    private static final int BATCHES = 6;

    @Test
    void powerLostAtAnySyncLosesNothingAcknowledged() {
        forEachSeed("power off at sync", SimulatedDisk::powerOffAtSync);
    }

    @Test
    void powerLostInAnyWriteLosesNothingAcknowledged() {
        forEachSeed("power off at write", SimulatedDisk::powerOffAtWrite);
    }

    @Test
    void aFailedSyncIsNeverTriedAgain() {
        forEachSeed("failed sync", SimulatedDisk::failAtSync);
    }

    private interface Fault {
        void at(SimulatedDisk disk, long n);
    }

    private static void forEachSeed(String name, Fault fault) {
        int seeds = Boolean.getBoolean("bleu.all") ? 4_000 : 200;
        System.out.println("store simulation, " + name + ": seeds 0 to " + (seeds - 1));
        long points = 0;
        for (long seed = 0; seed < seeds; seed++) {
            int point = 1;
            boolean met = true;
            while (met) {
                try {
                    Run run = new Run(seed);
                    met = run.withFault(fault, point);
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError(name + " " + point + ", seed " + seed, e);
                }
                point++;
            }
            points += point - 2;
        }
        System.out.println("store simulation, " + name + ": " + points + " crashes");
        assertTrue(points > 4L * seeds, "the faults came too seldom");
    }

    /** One life of a store, with one fault, up to a last clean restart. */
    private static final class Run {
        private final Random random;
        private final SimulatedDisk disk;
        private final TestClock clock = new TestClock();
        private final RandomChanges changes;
        private final List<Throwable> fatal = new ArrayList<>();
        private NaiveStore acknowledged = new NaiveStore();

        /** The state if the batch under way survived; null when none is. */
        private NaiveStore underWay;

        private List<Change> pending = List.of();

        Run(long seed) {
            random = new Random(seed);
            disk = new SimulatedDisk(seed);
            changes = new RandomChanges(random, clock);
        }

        /** Whether the fault came before the run ended. */
        boolean withFault(Fault fault, int point) {
            fault.at(disk, point);
            boolean met = !live();
            disk.crash();
            try (Direct store = open()) {
                recover(store);
                commitBatches(store);
                assertTrue(fatal.size() <= 1, "no fault after the restart");
            }
            disk.crash();
            try (Direct store = open()) {
                Oracle.assertHolds(acknowledged, store.reads(), store.ledger());
            }
            return met;
        }

        /** Commits until the end or the fault; false when the fault came. */
        private boolean live() {
            Direct store;
            try {
                store = open();
            } catch (StoreUnusableException e) {
                return false;
            }
            return commitBatches(store);
        }

        private boolean commitBatches(Direct store) {
            for (int i = 0; i < BATCHES; i++) {
                if (!commitBatch(store)) {
                    return false;
                }
            }
            return true;
        }

        private boolean commitBatch(Direct store) {
            clock.move(Duration.ofMillis(random.nextInt(-50, 100)));
            pending = new ArrayList<>();
            NaiveStore seen = acknowledged.copy();
            for (int n = 1 + random.nextInt(5); n > 0; n--) {
                pending.add(changes.next(seen));
            }
            underWay = acknowledged.copy();
            List<Outcome> expected = new ArrayList<>();
            for (Change change : pending) {
                expected.add(underWay.apply(change, clock.millis() * 1_000));
            }
            int failuresBefore = fatal.size();
            List<Outcome> outcomes = store.commit(pending);
            if (fatal.size() > failuresBefore) {
                outcomes.forEach(o -> assertInstanceOf(Outcome.Unknown.class, o));
                return false;
            }
            for (int i = 0; i < outcomes.size(); i++) {
                Oracle.assertOutcome(expected.get(i), outcomes.get(i));
            }
            acknowledged = underWay;
            underWay = null;
            return true;
        }

        /** Finds out by their ids what became of the changes that were under way. */
        private void recover(Direct store) {
            if (underWay != null && survived(store)) {
                acknowledged = underWay;
            }
            underWay = null;
            Oracle.assertHolds(acknowledged, store.reads(), store.ledger());
            acknowledged
                    .outcomes()
                    .forEach(
                            (id, outcome) ->
                                    Oracle.assertOutcome(outcome, store.resolve(id).orElseThrow()));
        }

        private boolean survived(Direct store) {
            boolean any = false;
            boolean all = true;
            for (Change change : pending) {
                boolean before = acknowledged.outcomes().containsKey(change.id());
                if (!before && underWay.outcomes().containsKey(change.id())) {
                    boolean there = store.resolve(change.id()).isPresent();
                    any |= there;
                    all &= there;
                } else if (!before) {
                    assertEquals(Optional.empty(), store.resolve(change.id()));
                }
            }
            if (any && !all) {
                fail("half of a batch is there");
            }
            return any;
        }

        /** Opens with the last acknowledged ledger as the one that must be there. */
        private Direct open() {
            return new Direct(
                    MemoryEngine.open(disk),
                    StoreOptions.of(clock)
                            .withFatal(fatal::add)
                            .withMinimumLedger(acknowledged.entries().size(), acknowledged.root()));
        }
    }
}
