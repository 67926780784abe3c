package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Power is lost at every sync, and at random writes, of puts, block lists and deletions. Afterwards
 * every blob is what was last acknowledged, or wholly what was under way; every block of a list is
 * there; what was half done can be done again.
 */
class StorageCrashTest {
    private static final int SEEDS = Boolean.getBoolean("bleu.all") ? 60 : 15;
    private static final int BLOBS = 3;

    @Test
    void powerLostAtEachSyncInTurn() {
        int crashes = Mortal.atEachSync(1, sync -> new Life(1_000 + sync), it -> it.crashes(6));
        assertTrue(crashes >= 6, "only " + crashes + " syncs");
    }

    @Test
    void powerLostInTheMidstOfWrites() {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (Life life = new Life(seed)) {
                life.disk.powerOffAtWrite(1 + new Random(seed).nextInt(40));
                life.crashes(12);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        System.out.println("blob simulation: seeds 0 to " + (SEEDS - 1));
    }

    /** What a blob shows: its content as text, and its uncommitted block's. */
    private record State(String content, String uncommitted) {
        static final State NONE = new State("-", "");
    }

    /** One disk over two lives of a platform; records and extents lie on it, as in the product. */
    private static final class Life extends Mortal {
        private final Map<String, State> acknowledged = new HashMap<>();
        private String underWay = "";
        private List<State> possible = List.of();

        Life(long seed) {
            super(seed);
            assertEquals(201, world.send("PUT", "/con?restype=container").status());
            for (int i = 0; i < BLOBS; i++) {
                acknowledged.put("/con/b" + i, State.NONE);
                step("/con/b" + i, i);
                step("/con/b" + i, 2);
            }
        }

        /** Works until the fault or the end, crashes, recovers; whether the fault came. */
        boolean crashes(int steps) {
            boolean lost = false;
            for (int i = 0; i < steps && !lost; i++) {
                lost = !step("/con/b" + random.nextInt(BLOBS), random.nextInt(5));
            }
            restart();
            recovered();
            for (int i = 0; i < 4; i++) {
                assertTrue(step("/con/b" + random.nextInt(BLOBS), i), "works again");
            }
            acknowledged.forEach((blob, state) -> assertEquals(state, shown(blob), blob));
            return lost;
        }

        /** Whether it was acknowledged; the model moves on if so. */
        private boolean step(String blob, int kind) {
            State old = acknowledged.get(blob);
            String text = Long.toString(random.nextLong(), 36);
            State next =
                    switch (kind) {
                        case 0 -> new State(text, "");
                        case 1 -> new State(large(text), "");
                        case 2 -> new State(old.content(), large(text));
                        case 3 -> new State(old.uncommitted().repeat(2), "");
                        default -> State.NONE;
                    };
            if ((kind == 3 && old.uncommitted().isEmpty())
                    || (kind == 4 && old.content().equals("-"))) {
                return true;
            }
            underWay = blob;
            possible = List.of(old, next);
            Answer answer = run(blob, kind, text);
            if (answer.status() >= 500) {
                return false;
            }
            assertTrue(answer.status() < 300, World.outcome(answer));
            acknowledged.put(blob, next);
            underWay = "";
            return true;
        }

        private Answer run(String blob, int kind, String text) {
            return switch (kind) {
                case 0 -> world.put(blob, bytes(text));
                case 1 -> world.put(blob, bytes(large(text)));
                case 2 ->
                        world.send(
                                world.request("PUT", blob + "?comp=block&blockid=AAAA")
                                        .body(large(text)));
                case 3 ->
                        world.send(
                                world.request("PUT", blob + "?comp=blocklist")
                                        .body(
                                                "<BlockList><Uncommitted>AAAA</Uncommitted>"
                                                        + "<Latest>AAAA</Latest></BlockList>"));
                default -> world.send("DELETE", blob);
            };
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        /** Too large for the record, so that it is an extent; tells which text it came from. */
        private static String large(String text) {
            return (text + ".").repeat(20_000 / (text.length() + 1));
        }

        private void recovered() {
            List<String> wrong = new ArrayList<>();
            acknowledged.forEach(
                    (blob, state) -> {
                        State shown = shown(blob);
                        List<State> allowed = blob.equals(underWay) ? possible : List.of(state);
                        if (!allowed.contains(shown)) {
                            wrong.add(blob + " shows " + shown);
                        }
                    });
            assertEquals(List.of(), wrong);
            if (!underWay.isEmpty()) {
                acknowledged.put(underWay, shown(underWay));
            }
        }

        /** Everything of a blob, by reading it whole. */
        private State shown(String blob) {
            Answer get = world.send("GET", blob);
            assertTrue(get.status() == 200 || get.status() == 404, World.outcome(get));
            String content = get.status() == 200 ? World.text(get) : "-";
            return new State(content, world.inside.uncommitted("con", blob.substring(5)));
        }
    }
}
