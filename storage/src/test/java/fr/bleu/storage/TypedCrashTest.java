package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Power is lost at every sync, and at random writes, of appends, page writes, clears in several
 * commits, forks and sweeps. Afterwards every blob is what was last acknowledged or what was under
 * way (of a long clear: up to some cell), and after a sweep just what is referred to is there.
 */
class TypedCrashTest {
    private static final int SEEDS = Boolean.getBoolean("bleu.all") ? 5 : 4;
    private static final int STEPS = 14;

    /** More cells than one commit clears. */
    private static final int LENGTH = (PageChange.MAX_CLEARED_CELLS + 10) * Cell.BYTES;

    @Test
    void powerLostAtEachSyncInTurn() {
        int step = Boolean.getBoolean("bleu.all") ? 1 : 3;
        int crashes = Mortal.atEachSync(step, sync -> new Life(700), Life::dies);
        assertTrue(crashes > 5, "crashed at " + crashes + " syncs");
    }

    @Test
    void powerLostInTheMidstOfWrites() {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (Life life = new Life(seed)) {
                Random random = new Random(seed);
                for (int process = 0; process < 2; process++) {
                    life.disk.powerOffAtWrite(1 + random.nextInt(80));
                    life.dies();
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        System.out.println("simulation of append and page blobs: seeds 0 to " + (SEEDS - 1));
    }

    private static final class Life extends Mortal {
        private final Map<String, byte[]> acknowledged = new HashMap<>();
        private String underWay = "";
        private byte[] possible = {};
        private int snapshots;

        Life(long seed) {
            super(seed);
            world.send("PUT", "/con?restype=container");
            for (String blob : List.of("log", "log2")) {
                assertTrue(done(blob, new byte[0], world.send(create(blob, "AppendBlob"))));
            }
            for (String blob : List.of("disk", "disk2")) {
                Answer created =
                        world.send(
                                create(blob, "PageBlob")
                                        .with("x-ms-blob-content-length", "" + LENGTH));
                assertTrue(done(blob, new byte[LENGTH], created));
            }
        }

        private fr.bleu.http.FakeRequest create(String blob, String type) {
            return world.request("PUT", "/con/" + blob).with("x-ms-blob-type", type).body("");
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
            boolean other = random.nextInt(3) == 0;
            String log = other ? "log2" : "log";
            String pages = other ? "disk2" : "disk";
            return switch (random.nextInt(9)) {
                case 0 -> append(log, 100);
                case 1 -> append(log, 20_000);
                case 2, 3 -> write(pages, random.nextInt(200) * 8_192, 1024);
                case 4 -> write(pages, 0, LENGTH);
                case 5 -> clear(pages);
                case 6 -> share(log, pages);
                case 7 -> copy();
                default -> sweep();
            };
        }

        private boolean append(String blob, int size) {
            byte[] body = bytes(size);
            ByteArrayOutputStream next = new ByteArrayOutputStream();
            next.writeBytes(acknowledged.get(blob));
            next.writeBytes(body);
            begin(blob, next.toByteArray());
            return done(
                    blob,
                    next.toByteArray(),
                    world.send(
                            world.request("PUT", "/con/" + blob + "?comp=appendblock").body(body)));
        }

        private boolean write(String blob, int offset, int size) {
            byte[] body = bytes(size);
            byte[] next = acknowledged.get(blob).clone();
            System.arraycopy(body, 0, next, offset, size);
            begin(blob, next);
            return done(blob, next, world.send(page(blob, "update", offset, size).body(body)));
        }

        private boolean clear(String blob) {
            byte[] next = Arrays.copyOf(Arrays.copyOf(acknowledged.get(blob), 512), LENGTH);
            begin(blob, next);
            return done(blob, next, world.send(page(blob, "clear", 512, LENGTH - 512).body("")));
        }

        private fr.bleu.http.FakeRequest page(String blob, String kind, int offset, int size) {
            return world.request("PUT", "/con/" + blob + "?comp=page")
                    .with("x-ms-page-write", kind)
                    .with("x-ms-range", "bytes=" + offset + "-" + (offset + size - 1));
        }

        private boolean share(String log, String pages) {
            return tried(
                    () -> {
                        Sharing sharing = new Sharing(world, "con");
                        sharing.snapshot(log, new Stamp(++snapshots));
                        sharing.snapshot(pages, new Stamp(++snapshots));
                    });
        }

        /** Both blobs of a kind have the same content then, and fork when they are changed. */
        private boolean copy() {
            String from = random.nextBoolean() ? "log" : "disk";
            byte[] next = acknowledged.get(from);
            begin(from + "2", next);
            if (!tried(
                    () -> {
                        Sharing sharing = new Sharing(world, "con");
                        sharing.copy(sharing.current(from), from + "2");
                    })) {
                return false;
            }
            acknowledged.put(from + "2", next);
            underWay = "";
            return true;
        }

        private boolean sweep() {
            return tried(() -> world.housekeeping.sweep());
        }

        private static boolean tried(Runnable work) {
            try {
                work.run();
                return true;
            } catch (RuntimeException e) {
                return false;
            }
        }

        private byte[] bytes(int size) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            return bytes;
        }

        private void begin(String blob, byte[] next) {
            underWay = blob;
            possible = next;
        }

        private boolean done(String blob, byte[] next, Answer answer) {
            if (answer.status() >= 500) {
                return false;
            }
            assertTrue(answer.status() < 300, World.outcome(answer));
            acknowledged.put(blob, next);
            underWay = "";
            return true;
        }

        void recover() {
            restart();
            try {
                acknowledged.forEach((blob, bytes) -> check(blob));
                // What was being copied is old by now.
                clock.advance(Duration.ofDays(2));
                world.housekeeping.sweep();
                UUID account = world.account("acct").id();
                world.extents.reclaim(List.of(account), () -> false);
                SweepOracle.check(world.store, account);
                underWay = "";
                acknowledged.forEach((blob, bytes) -> check(blob));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void check(String blob) {
            Answer get = world.send("GET", "/con/" + blob);
            assertEquals(200, get.status(), blob);
            byte[] shown = World.bytes(get);
            byte[] known = acknowledged.get(blob);
            if (Arrays.equals(shown, known)) {
                return;
            }
            assertEquals(underWay, blob, "changed though nothing was under way");
            int same = Arrays.mismatch(shown, possible);
            boolean upToACell =
                    blob.startsWith("disk")
                            && same > 0
                            && Arrays.equals(
                                    shown,
                                    same / Cell.BYTES * Cell.BYTES,
                                    LENGTH,
                                    known,
                                    same / Cell.BYTES * Cell.BYTES,
                                    LENGTH)
                            && possible[LENGTH - 1] == 0;
            assertTrue(same < 0 || upToACell, blob + " is neither what it was nor was to be");
            acknowledged.put(blob, shown);
        }
    }
}
