package fr.bleu.extents;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the process at a request to S3, before or after the server has carried it out, several
 * times in one life of a bucket. The oracle: every committed extent reads whole, nothing else can
 * still be committed, and the bucket holds the committed extents' objects and no others.
 */
class S3CrashTest {

    private static final boolean ALL = Boolean.getBoolean("bleu.all");
    private static final int SEEDS = ALL ? 300 : 12;

    /** Short, so that a dead writer is shut out at once: by a clock that leaps. */
    private static final Duration LEASE = Duration.ofMillis(6);

    @TempDir Path folder;

    private FakeS3 server;

    @BeforeEach
    void start() throws IOException {
        server = new FakeS3();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void noKillTakesACommittedExtentOrLeavesAnother() {
        for (int seed = 0; seed < SEEDS; seed++) {
            try {
                server.clear();
                new Life(seed).run();
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void aKillAtEachRequestInTurnLosesNothing() throws IOException {
        int kills = 0;
        boolean killed = true;
        for (int request = 1; killed; request += ALL ? 1 : 4) {
            killed = false;
            for (boolean carriedOut : new boolean[] {false, true}) {
                server.clear();
                Life life = new Life(1);
                server.dieAt(request, carriedOut);
                life.work(8);
                killed |= life.recover();
                kills++;
            }
        }
        assertTrue(kills > 12, "killed at " + kills + " requests");
    }

    /** One bucket and store over several processes. */
    private final class Life {
        private final Random random;
        private final Fixture fixture;
        private final AtomicLong nanos = new AtomicLong();
        private final Map<Extent, byte[]> committed = new HashMap<>();
        private final List<Finished> uncommitted = new ArrayList<>();
        private S3Extents extents;

        Life(long seed) {
            random = new Random(seed);
            fixture = new Fixture(new FakeStore(), seed);
        }

        private void open() throws IOException {
            S3Limits limits =
                    new S3Limits(
                            64,
                            320,
                            1_000,
                            8,
                            Duration.ofSeconds(20),
                            Duration.ofSeconds(20),
                            Duration.ZERO,
                            LEASE);
            S3Options options = S3Fixture.fake(server.endpoint(), folder, limits);
            extents = fixture.open(options, () -> nanos.addAndGet(LEASE.toNanos()));
        }

        void run() throws IOException {
            for (int process = 0; process < 4; process++) {
                server.dieAt(1 + random.nextInt(80), random.nextBoolean());
                work(1 + random.nextInt(12));
                recover();
            }
        }

        /** Until the process is killed, or ends. */
        void work(int steps) {
            try {
                open();
                for (int i = 0; i < steps; i++) {
                    step();
                }
                if (random.nextBoolean()) {
                    extents.close();
                }
            } catch (IOException e) {
                // The server died, which is as good as the process's own death.
            }
            if (extents != null) {
                extents.abandon();
            }
        }

        private void step() throws IOException {
            if (!committed.isEmpty() && random.nextInt(3) == 0) {
                delete();
                return;
            }
            byte[] content = fixture.bytes(random.nextInt(3_000));
            try (ExtentWriter given = extents.create(Fixture.OWNER, fixture.account);
                    ExtentWriter writer = extents.create(Fixture.OWNER, fixture.account)) {
                fixture.pour(given, fixture.bytes(random.nextInt(3_000)));
                fixture.pour(writer, content);
                Finished finished = writer.finish();
                switch (random.nextInt(5)) {
                    case 0 -> uncommitted.add(finished);
                    case 1 -> extents.giveUp(finished);
                    default -> {
                        assertInstanceOf(Outcome.Committed.class, fixture.commit(finished));
                        committed.put(finished.extent(), content);
                    }
                }
            }
        }

        /** Deletes one; not to free it is what a kill between commit and deletion leaves. */
        private void delete() {
            List<Extent> known = new ArrayList<>(committed.keySet());
            known.sort(Comparator.comparing(Extent::id));
            Extent gone = known.get(random.nextInt(known.size()));
            Deletion deletion = extents.delete(Fixture.OWNER, gone.id());
            assertInstanceOf(Outcome.Committed.class, fixture.commit(List.of(), deletion.writes()));
            committed.remove(gone);
            if (random.nextInt(3) > 0) {
                extents.free(List.of(deletion));
            }
        }

        /** Whether the server had died. */
        boolean recover() throws IOException {
            boolean died = server.revive();
            open();
            extents.reclaim(List.of(Fixture.OWNER), () -> false);
            assertEquals(
                    committed.keySet().stream()
                            .map(it -> "stamp1/" + ObjectName.of(it.id()).text())
                            .sorted()
                            .toList(),
                    server.objects.keySet().stream()
                            .filter(it -> !it.endsWith("/writer") && !it.contains("/probe-"))
                            .toList());
            assertEquals(
                    List.of(),
                    server.uploads.keySet().stream()
                            .filter(it -> !it.contains("/probe-"))
                            .toList());
            for (Map.Entry<Extent, byte[]> each : committed.entrySet()) {
                assertArrayEquals(each.getValue(), fixture.read(extents, each.getKey()));
            }
            for (Finished each : uncommitted) {
                assertInstanceOf(Outcome.Conflict.class, fixture.commit(each));
                assertThrows(
                        MissingExtentException.class, () -> fixture.read(extents, each.extent()));
            }
            extents.close();
            extents = null;
            return died;
        }
    }
}
