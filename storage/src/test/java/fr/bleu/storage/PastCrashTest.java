package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Power is lost at every sync, and at random writes, while a blob is overwritten, has snapshots
 * taken, is deleted with all of them in several commits, brought back and ended. Afterwards it is
 * as it was or as it should become, no snapshot is without its blob, each content has as many
 * references as it is referred to, and what was under way can be done again.
 */
class PastCrashTest {
    private static final int SEEDS = Boolean.getBoolean("bleu.all") ? 10 : 5;
    private static final int STEP = Boolean.getBoolean("bleu.all") ? 1 : 4;

    /** More of 16 KB than one commit holds. */
    private static final int MANY = 34;

    @Test
    void powerLostAtEachSyncInTurn() {
        int crashes = Mortal.atEachSync(STEP, Life::new, Life::crashes);
        assertTrue(crashes >= 12 / STEP, "only " + crashes + " syncs");
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

    /** Power went while it was only read. */
    private static final class LostException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** The blob's content, or nothing, and how many snapshots can be read. */
    private record State(String content, int snapshots) {}

    private static final class Life extends Mortal {
        private State state = new State("", 0);
        private State deleted = state;

        Life(long seed) {
            super(seed);
            world.management.settings(settings -> settings.withDeletion(7, false));
            world.send("PUT", "/con?restype=container");
            put("first".repeat(3_000));
            for (int i = 0; i < MANY; i++) {
                snapshot();
            }
            put("large".repeat(6_000));
        }

        /** Whether power was lost before the end. */
        boolean crashes() {
            boolean lost = !works();
            restart();
            State shown = shown();
            assertTrue(
                    !lost || allowed.contains(shown) || shown.equals(state),
                    shown + " is none of " + allowed);
            ContentOracle.check(world);
            ContentOracle.checkMarks(world);
            state = shown;
            assertTrue(works(), "works again");
            assertEquals(state, shown());
            ContentOracle.check(world);
            return lost;
        }

        private List<State> allowed = List.of();

        private boolean works() {
            return snapshot()
                    && put("small")
                    && delete()
                    && undelete()
                    && snapshot()
                    && delete()
                    && put("again".repeat(5_000))
                    && undelete()
                    && delete()
                    && ends()
                    && put("last");
        }

        private boolean put(String content) {
            allowed = List.of(new State(content, state.snapshots()));
            return done(
                    world.put("/con/b", content.getBytes(StandardCharsets.UTF_8)),
                    allowed.getFirst());
        }

        private boolean snapshot() {
            if (state.content().isEmpty()) {
                return put("new");
            }
            allowed = List.of(new State(state.content(), state.snapshots() + 1));
            return done(world.send("PUT", "/con/b?comp=snapshot"), allowed.getFirst());
        }

        /** Until the blob itself goes, some of its snapshots may have gone. */
        private boolean delete() {
            State old = state;
            allowed =
                    java.util.stream.IntStream.range(0, old.snapshots() + 1)
                            .mapToObj(n -> new State(old.content(), n))
                            .collect(java.util.stream.Collectors.toList());
            allowed.add(new State("", 0));
            deleted = old;
            return done(
                    world.send(
                            world.request("DELETE", "/con/b")
                                    .with("x-ms-delete-snapshots", "include")),
                    new State("", 0));
        }

        /** All comes back, the blob itself first; deleted snapshots of former lives, too. */
        private boolean undelete() {
            String content = state.content().isEmpty() ? deleted.content() : state.content();
            Answer answer = world.send("PUT", "/con/b?comp=undelete");
            allowed =
                    java.util.stream.IntStream.range(0, 10 * MANY)
                            .mapToObj(n -> new State(content, n))
                            .toList();
            if (answer.status() >= 500) {
                return false;
            }
            try {
                State after = shown();
                assertEquals(content, after.content(), "it is back");
                return done(answer, after);
            } catch (LostException e) {
                return false;
            }
        }

        private boolean ends() {
            clock.advance(Duration.ofDays(8));
            allowed = List.of(state);
            try {
                world.housekeeping.endDeleted();
                return true;
            } catch (RuntimeException e) {
                return false;
            }
        }

        private boolean done(Answer answer, State after) {
            if (answer.status() >= 500) {
                return false;
            }
            assertTrue(answer.status() < 300, World.outcome(answer));
            state = after;
            return true;
        }

        private Answer read(String target) {
            Answer answer = world.send("GET", target);
            if (answer.status() >= 500) {
                throw new LostException();
            }
            return answer;
        }

        private State shown() {
            Answer get = read("/con/b");
            assertTrue(get.status() == 200 || get.status() == 404, World.outcome(get));
            String list = World.text(read("/con?restype=container&comp=list&include=snapshots"));
            String[] snapshots = list.split("<Snapshot>");
            for (int i = 1; i < snapshots.length; i++) {
                String at = snapshots[i].split("</Snapshot>")[0];
                Answer past = read("/con/b?snapshot=" + at);
                assertEquals("200", World.outcome(past));
                World.bytes(past);
            }
            return new State(get.status() == 200 ? World.text(get) : "", snapshots.length - 1);
        }
    }
}
