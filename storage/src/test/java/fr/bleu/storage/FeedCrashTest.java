package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Changes and publishing, with power lost at every sync in turn and at random ones. After the next
 * start the feed tells every acknowledged change exactly once and in order, and one that nobody
 * heard of at most once.
 */
class FeedCrashTest {
    private static final int SEEDS = 5;
    private static final int STEPS = 14;

    @Test
    void powerLostAtEachSyncInTurn() {
        int step = Boolean.getBoolean("bleu.all") ? 1 : 3;
        int crashes = Mortal.atEachSync(step, sync -> new Life(500), Life::dies);
        assertTrue(crashes >= 10, "crashed at " + crashes + " syncs");
    }

    /** Two hours at once, of which the first one's block lies in an extent. */
    @Test
    void powerLostAtEachSyncOfPublishing() {
        int crashes =
                Mortal.atEachSync(
                        1,
                        sync -> {
                            Life life = new Life(sync);
                            life.burst();
                            life.clock.advance(Duration.ofHours(1));
                            life.change();
                            return life;
                        },
                        life -> {
                            boolean lost = !life.publish();
                            life.recover();
                            return lost;
                        });
        assertTrue(crashes >= 9, "crashed at " + crashes + " syncs");
    }

    @Test
    void powerLostAgainAndAgain() {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (Life life = new Life(seed)) {
                Random random = new Random(seed);
                for (int process = 0; process < 3; process++) {
                    life.disk.powerOffAtSync(1 + random.nextInt(50));
                    life.dies();
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static final class Life extends Mortal {
        private static final int BURST = 35;

        private final List<String> acknowledged = new ArrayList<>();
        private String unknown = "";
        private int written;

        Life(long seed) {
            super(seed);
            world.send("PUT", "/con?restype=container");
            world.management.feed();
        }

        /** Works and recovers; whether the power went before the end. */
        boolean dies() {
            boolean lost = work();
            recover();
            return lost;
        }

        /** Whether the power went. */
        boolean work() {
            for (int i = 0; i < STEPS; i++) {
                clock.advance(Duration.ofMinutes(random.nextInt(40) - 5));
                boolean done =
                        random.nextInt(3) == 0
                                ? publish()
                                : random.nextInt(8) == 0 ? burst() : change();
                if (!done) {
                    return true;
                }
            }
            return false;
        }

        private boolean publish() {
            try {
                world.housekeeping.publish(3_000);
                return true;
            } catch (RuntimeException e) {
                return false;
            }
        }

        /** So many that their block lies in an extent. */
        private boolean burst() {
            for (int i = 0; i < BURST; i++) {
                if (!change()) {
                    return false;
                }
            }
            return true;
        }

        /** Each change has a length of its own, by which the feed tells it. */
        private boolean change() {
            String blob = "b" + random.nextInt(3);
            int size = 1 + written++;
            boolean delete = random.nextInt(4) == 0;
            unknown = delete ? "BlobDeleted " + blob : "BlobCreated " + blob + " " + size;
            Answer answer =
                    delete
                            ? world.send("DELETE", "/con/" + blob)
                            : world.put("/con/" + blob, new byte[size]);
            if (answer.status() >= 500) {
                return false;
            }
            if (answer.status() < 300) {
                acknowledged.add(unknown);
            }
            unknown = "";
            return true;
        }

        void recover() {
            restart();
            world.housekeeping.publish(3_000);
            List<String> told = new ArrayList<>();
            for (Feed.Event event : new Feed(world).events()) {
                boolean deleted = event.text("eventType").equals("BlobDeleted");
                told.add(
                        event.text("eventType")
                                + " "
                                + event.blob()
                                + (deleted ? "" : " " + event.data().get("contentLength")));
            }
            if (told.size() > acknowledged.size() && !unknown.isEmpty()) {
                acknowledged.add(unknown);
            }
            unknown = "";
            assertEquals(acknowledged, told);
            world.housekeeping.sweep();
            SweepOracle.check(world.store, world.account("acct").id());
        }
    }
}
