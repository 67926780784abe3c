package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Random work and sweeps, with power lost at every sync in turn and at random ones. After the next
 * start and a sweep just what is referred to is there, every counter is right, every blob reads
 * whole, and the disk holds little more than the blobs.
 */
class SweepCrashTest {
    private static final int SEEDS = 12;
    private static final int STEPS = 25;
    private static final String[] CONTAINERS = {"/one", "/two"};

    @Test
    void powerLostAtEachSyncInTurn() {
        int step = Boolean.getBoolean("bleu.all") ? 1 : 3;
        int crashes = Mortal.atEachSync(step, sync -> new Life(500), Life::dies);
        assertTrue(crashes > 10, "crashed at " + crashes + " syncs");
    }

    @Test
    void powerLostAgainAndAgain() {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (Life life = new Life(seed)) {
                Random random = new Random(seed);
                for (int process = 0; process < 3; process++) {
                    life.disk.powerOffAtSync(1 + random.nextInt(60));
                    life.dies();
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        System.out.println("sweep simulation: seeds 0 to " + (SEEDS - 1));
    }

    private static final class Life extends Mortal {

        /** Blobs by path; empty for none. */
        private final Map<String, String> acknowledged = new HashMap<>();

        Life(long seed) {
            super(seed);
            for (String container : CONTAINERS) {
                world.send("PUT", container + "?restype=container");
            }
            if (seed % 2 == 0) {
                world.management.settings("acct", new ServiceSettings(true, 0, false, 0));
            }
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
                if (!step()) {
                    return true;
                }
            }
            return false;
        }

        private boolean step() {
            clock.advance(Duration.ofHours(random.nextInt(10)));
            String container = CONTAINERS[random.nextInt(2)];
            String blob = container + "/b" + random.nextInt(3);
            String text = Long.toString(random.nextLong(), 36) + ".";
            return switch (random.nextInt(10)) {
                case 0 -> put(blob, text);
                case 1, 2 -> put(blob, text.repeat(1_500));
                case 3, 4 -> list(blob, text.repeat(20));
                case 5 -> done(world.send("DELETE", blob), Map.of(blob, ""));
                case 6 ->
                        done(
                                world.send(
                                        world.request("PUT", blob + "?comp=metadata")
                                                .with("x-ms-meta-n", "" + random.nextInt())),
                                Map.of());
                case 7 -> random.nextInt(3) > 0 || recreate(container);
                default -> sweep();
            };
        }

        private boolean put(String blob, String text) {
            return done(world.put(blob, text.getBytes(StandardCharsets.UTF_8)), Map.of(blob, text));
        }

        /** Three blocks of which one is not used, one twice, and one that was there before. */
        private boolean list(String blob, String text) {
            String was = acknowledged.getOrDefault(blob, "");
            boolean keeps = was.startsWith("kept") && random.nextBoolean();
            String kept = keeps ? was.substring(0, was.indexOf('|') + 1) : "kept" + text + "|";
            for (String block : List.of("AAAA", "AAAB", keeps ? "AAAC" : "AAAD")) {
                String body = block.equals("AAAD") ? kept : text;
                Answer answer =
                        world.send(
                                world.request("PUT", blob + "?comp=block&blockid=" + block)
                                        .body(body));
                if (answer.status() >= 500) {
                    return false;
                }
            }
            String xml =
                    "<BlockList><Latest>AAAD</Latest><Uncommitted>AAAA</Uncommitted>"
                            + "<Latest>AAAA</Latest></BlockList>";
            return done(
                    world.send(world.request("PUT", blob + "?comp=blocklist").body(xml)),
                    Map.of(blob, kept + text + text));
        }

        private boolean recreate(String container) {
            Map<String, String> none = new HashMap<>();
            for (int i = 0; i < 3; i++) {
                none.put(container + "/b" + i, "");
            }
            return done(world.send("DELETE", container + "?restype=container"), none)
                    && done(world.send("PUT", container + "?restype=container"), Map.of());
        }

        private final Map<String, String> possible = new HashMap<>();

        private boolean done(Answer answer, Map<String, String> effect) {
            if (answer.status() >= 500) {
                possible.putAll(effect);
                return false;
            }
            if (answer.status() < 300) {
                acknowledged.putAll(effect);
            }
            return true;
        }

        private boolean sweep() {
            try {
                world.housekeeping.sweep();
                return true;
            } catch (RuntimeException e) {
                return false;
            }
        }

        void recover() {
            restart();
            check();
        }

        private void check() {
            // Whatever was being prepared, or left uncommitted, is old by now.
            clock.advance(Duration.ofDays(2));
            world.housekeeping.sweep();
            try {
                UUID account = world.account("acct").id();
                world.extents.reclaim(List.of(account), () -> false);
                SweepOracle.check(world.store, account);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            for (String container : CONTAINERS) {
                world.send("PUT", container + "?restype=container");
                for (int i = 0; i < 3; i++) {
                    String blob = container + "/b" + i;
                    String shown = shown(blob);
                    String known = acknowledged.getOrDefault(blob, "");
                    if (!shown.equals(known) || possible.containsKey(blob)) {
                        assertTrue(
                                shown.equals(known) || shown.equals(possible.get(blob)),
                                blob + " is neither what it was nor what it was to be");
                        acknowledged.put(blob, shown);
                    }
                }
            }
            possible.clear();
            assertEquals(
                    true, world.send("GET", "/one?restype=container&comp=list").status() < 300);
        }

        private String shown(String blob) {
            Answer get = world.send("GET", blob);
            assertTrue(get.status() == 200 || get.status() == 404, World.outcome(get));
            return get.status() == 200 ? World.text(get) : "";
        }
    }
}
