package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.store.Key;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Appended blocks that snapshots and copies share, beside a model that is an array of bytes. */
class SharedBlocksTest {
    private static final int SEEDS = Boolean.getBoolean("bleu.all") ? 100 : 6;
    private static final int STEPS = 60;
    private static final String[] BLOBS = {"a", "b"};

    @Test
    void asTheModel() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (Life life = new Life(seed)) {
                for (int i = 0; i < STEPS; i++) {
                    life.step();
                }
                life.sweep();
                life.end();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        System.out.println("append simulation: seeds 0 to " + (SEEDS - 1));
    }

    /** Both blobs are deleted, and their blocks collected, while the second one copies them. */
    @Test
    void blocksThatAreCollectedUnderAForkEndIt() {
        try (World world = new World()) {
            Sharing sharing = new Sharing(world, "con");
            world.send("PUT", "/con?restype=container");
            world.send(
                    world.request("PUT", "/con/a").with("x-ms-blob-type", "AppendBlob").body(""));
            world.send(world.request("PUT", "/con/a?comp=appendblock").body("x"));
            sharing.copy(sharing.current("a"), "b");
            FoundBlob found = sharing.found("b");
            world.send("DELETE", "/con/a");
            world.send("DELETE", "/con/b");
            world.housekeeping.sweep();
            Failure failure =
                    assertTimeoutPreemptively(
                            Duration.ofSeconds(20),
                            () ->
                                    assertThrows(
                                            Failure.class,
                                            () -> world.inside.fork("con", "b", found)));
            assertEquals("ServerBusy", failure.code());
        }
    }

    @Test
    void whoAppendsFirstGoesOnWithTheBlocksAndTheOtherCopiesThem() {
        try (World world = new World()) {
            Sharing sharing = new Sharing(world, "con");
            world.send("PUT", "/con?restype=container");
            world.send(
                    world.request("PUT", "/con/a").with("x-ms-blob-type", "AppendBlob").body(""));
            for (int i = 0; i < 700; i++) {
                world.send("PUT", "/con/a?comp=appendblock", i + "-");
            }
            String before = World.text(world.send("GET", "/con/a"));
            sharing.copy(sharing.current("a"), "b");
            UUID shared = sharing.current("a").content().id().orElseThrow();
            world.send("PUT", "/con/b?comp=appendblock", "of b");
            assertEquals(
                    201, world.send("PUT", "/con/a?comp=appendblock", "a longer one").status());
            assertEquals(shared, sharing.current("b").content().id().orElseThrow());
            assertNotEquals(shared, sharing.current("a").content().id().orElseThrow());
            assertEquals(before + "a longer one", World.text(world.send("GET", "/con/a")));
            assertEquals(before + "of b", World.text(world.send("GET", "/con/b")));
            world.housekeeping.sweep();
            SweepOracle.check(world.store, sharing.account());
        }
    }

    /** Wherever an append looks at the clock, which is also between what it reads and commits. */
    @Test
    void twoThatShareAppendInTheMidstOfEachOther() {
        try (World world = new World()) {
            Sharing sharing = new Sharing(world, "con");
            world.send("PUT", "/con?restype=container");
            for (int look = 1; look < 14; look++) {
                world.send("DELETE", "/con/a");
                world.send(
                        world.request("PUT", "/con/a")
                                .with("x-ms-blob-type", "AppendBlob")
                                .body(""));
                world.send("PUT", "/con/a?comp=appendblock", "both,");
                sharing.copy(sharing.current("a"), "b");
                world.clock.atLook(
                        look, () -> world.send("PUT", "/con/b?comp=appendblock", "b is longer"));
                world.send("PUT", "/con/a?comp=appendblock", "a");
                boolean looked = world.clock.looked();
                assertEquals("both,a", World.text(world.send("GET", "/con/a")), "look " + look);
                assertEquals(
                        looked ? "both,b is longer" : "both,",
                        World.text(world.send("GET", "/con/b")),
                        "look " + look);
            }
        }
    }

    private static final class Life implements AutoCloseable {
        private final World world = new World();
        private final Sharing sharing = new Sharing(world, "con");
        private final Random random;
        private final Map<String, byte[]> models = new TreeMap<>();
        private final Map<String, TreeMap<Stamp, byte[]>> snapshots = new TreeMap<>();
        private long time;

        Life(int seed) {
            random = new Random(seed);
            world.send("PUT", "/con?restype=container");
            for (String blob : BLOBS) {
                snapshots.put(blob, new TreeMap<>());
                create(blob);
            }
        }

        void step() throws IOException {
            String blob = BLOBS[random.nextInt(BLOBS.length)];
            switch (random.nextInt(14)) {
                case 0, 1, 2, 3 -> append(blob, 1 + random.nextInt(2_000));
                case 4, 5 -> append(blob, 16_000 + random.nextInt(60_000));
                case 6, 7 -> {
                    Stamp at = new Stamp(++time);
                    sharing.snapshot(blob, at);
                    snapshots.get(blob).put(at, models.get(blob));
                }
                case 8, 9 -> deleteSnapshot(blob);
                case 10 -> copy(blob, BLOBS[1 - List.of(BLOBS).indexOf(blob)]);
                case 11 -> {
                    world.send("DELETE", "/con/" + blob);
                    create(blob);
                }
                case 12 -> sweep();
                default -> check();
            }
        }

        private void create(String blob) {
            done(
                    world.send(
                            world.request("PUT", "/con/" + blob)
                                    .with("x-ms-blob-type", "AppendBlob")
                                    .body("")));
            models.put(blob, new byte[0]);
        }

        private void append(String blob, int size) {
            byte[] body = new byte[size];
            random.nextBytes(body);
            done(world.send(world.request("PUT", "/con/" + blob + "?comp=appendblock").body(body)));
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(models.get(blob));
            all.writeBytes(body);
            models.put(blob, all.toByteArray());
        }

        private void deleteSnapshot(String blob) {
            TreeMap<Stamp, byte[]> all = snapshots.get(blob);
            if (!all.isEmpty()) {
                Stamp at = List.copyOf(all.keySet()).get(random.nextInt(all.size()));
                sharing.deleteSnapshot(blob, at);
                all.remove(at);
            }
        }

        private void copy(String from, String to) {
            TreeMap<Stamp, byte[]> all = snapshots.get(from);
            boolean ofSnapshot = !all.isEmpty() && random.nextBoolean();
            sharing.copy(
                    ofSnapshot ? sharing.past(from, all.firstKey()) : sharing.current(from), to);
            models.put(to, ofSnapshot ? all.firstEntry().getValue() : models.get(from));
        }

        private static void done(Answer answer) {
            assertTrue(answer.status() < 300, World.outcome(answer));
        }

        private void check() throws IOException {
            for (String blob : BLOBS) {
                assertArrayEquals(
                        models.get(blob), World.bytes(world.send("GET", "/con/" + blob)), blob);
                for (var entry : snapshots.get(blob).entrySet()) {
                    assertArrayEquals(
                            entry.getValue(),
                            sharing.read(blob, sharing.past(blob, entry.getKey())));
                }
            }
        }

        void sweep() throws IOException {
            world.housekeeping.sweep();
            SweepOracle.check(world.store, sharing.account());
            check();
        }

        /** When all is deleted nothing is left. */
        void end() {
            for (String blob : BLOBS) {
                List.copyOf(snapshots.get(blob).keySet())
                        .forEach(at -> sharing.deleteSnapshot(blob, at));
                world.send("DELETE", "/con/" + blob);
            }
            world.housekeeping.sweep();
            SweepOracle.check(world.store, sharing.account());
            assertEquals(
                    List.of(),
                    world.store.scanPrefix(Key.of(sharing.account(), Tables.APPENDED), 10));
        }

        @Override
        public void close() {
            world.close();
        }
    }
}
