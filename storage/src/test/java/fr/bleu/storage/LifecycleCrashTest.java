package fr.bleu.storage;

import static fr.bleu.storage.LifecycleAction.Deed.COOL;
import static fr.bleu.storage.LifecycleAction.Deed.DELETE;
import static fr.bleu.storage.Lifecycles.base;
import static fr.bleu.storage.Lifecycles.created;
import static fr.bleu.storage.Lifecycles.modified;
import static fr.bleu.storage.Lifecycles.past;
import static fr.bleu.storage.Lifecycles.prefix;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Power is lost in the midst of a run. The next start ends the run: all that is due is done once,
 * what is not due is whole, each content has as many references as it is referred to.
 */
class LifecycleCrashTest {
    private static final int STEP = Boolean.getBoolean("bleu.all") ? 1 : 3;
    private static final int SEEDS = Boolean.getBoolean("bleu.all") ? 6 : 5;
    private static final int BLOBS = 4;

    @Test
    void powerLostAtEachSyncInTurn() {
        int crashes = Mortal.atEachSync(STEP, Life::new, Life::crashes);
        assertTrue(crashes >= 2 * BLOBS / STEP, "only " + crashes + " syncs");
    }

    @Test
    void powerLostInTheMidstOfWrites() {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (Life life = new Life(seed)) {
                life.disk.powerOffAtWrite(1 + new Random(seed).nextInt(60));
                life.crashes();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static final class Life extends Mortal {

        Life(long seed) {
            super(seed);
            world.send("PUT", "/con?restype=container");
            for (int i = 0; i < BLOBS; i++) {
                for (String kind : new String[] {"old", "cool", "kept"}) {
                    world.put("/con/" + kind + i, new byte[20_000]);
                }
                world.send("PUT", "/con/old" + i + "?comp=snapshot");
            }
            new Lifecycles(world)
                    .set(
                            base("old", prefix("con/old"), modified(DELETE, 1)),
                            base("cool", prefix("con/cool"), modified(COOL, 1)),
                            past("past", created(DELETE, 1)));
            clock.advance(Duration.ofDays(2));
        }

        /** Whether power was lost before the end. */
        boolean crashes() {
            boolean lost = !runs();
            restart();
            ContentOracle.check(world);
            ContentOracle.checkMarks(world);
            assertTrue(runs());
            for (int i = 0; i < BLOBS; i++) {
                assertEquals(404, world.send("GET", "/con/old" + i).status());
                assertEquals(
                        "Cool",
                        World.header(world.send("HEAD", "/con/cool" + i), "x-ms-access-tier"));
                assertEquals(20_000, World.bytes(world.send("GET", "/con/kept" + i)).length);
            }
            LifecycleRun run = new Lifecycles(world).noted().orElseThrow();
            assertTrue(run.at().isEmpty(), "it has ended");
            assertTrue(run.tally().changed() <= 3 * BLOBS, "nothing is done twice");
            ContentOracle.check(world);
            world.housekeeping.sweep();
            SweepOracle.check(world.store, world.account("acct").id());
            return lost;
        }

        private boolean runs() {
            try {
                new Lifecycles(world).run();
                return true;
            } catch (RuntimeException e) {
                return false;
            }
        }
    }
}
