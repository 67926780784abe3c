package fr.bleu.extents;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Outcome;
import fr.bleu.store.Store;
import fr.bleu.store.disk.SimulatedDisk;
import fr.bleu.store.embedded.StoreOptions;
import fr.bleu.store.embedded.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Loses power at every sync and at random writes, several times in one life of a disk. The oracle:
 * every committed extent reads whole, nothing uncommitted is visible or can still commit.
 */
class ExtentCrashTest {

    private static final int SEEDS = Boolean.getBoolean("bleu.all") ? 5_000 : 200;

    /** Held, or its level is forgotten: a disk without power is complained of 40,000 times. */
    private static final Logger COMPLAINTS = Logger.getLogger(FreedSpace.class.getName());

    @BeforeAll
    static void quiet() {
        COMPLAINTS.setLevel(Level.SEVERE);
    }

    @AfterAll
    static void loud() {
        COMPLAINTS.setLevel(null);
    }

    @Test
    void noPowerLossTakesACommittedExtentOrShowsAnother() {
        for (int seed = 0; seed < SEEDS; seed++) {
            try {
                new Life(seed).run();
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void powerLossAtEachSyncInTurnLosesNothing() throws IOException {
        int crashes = 0;
        for (int sync = 1; ; sync++) {
            Life life = new Life(10_000 + sync);
            life.disk.powerOffAtSync(sync);
            boolean lost = life.work(12);
            life.recover();
            if (!lost) {
                break;
            }
            crashes++;
        }
        assertTrue(crashes > 12, "crashed at " + crashes + " syncs");
    }

    /** One disk and store over several processes. */
    private static final class Life {
        private final SimulatedDisk disk;
        private final Random random;
        private final Fixture fixture;
        private final Map<Extent, byte[]> committed = new HashMap<>();
        private final List<Finished> uncommitted = new ArrayList<>();
        private final Map<Finished, byte[]> unknown = new HashMap<>();

        /** Perhaps deleted. */
        private final Map<Extent, byte[]> unsure = new HashMap<>();

        Life(long seed) {
            disk = new SimulatedDisk(seed);
            random = new Random(seed);
            fixture = new Fixture(openStore(), seed);
        }

        /** The store's journal lies on the same disk, so that one loss of power hits both. */
        private Store openStore() {
            return Stores.memory(disk, StoreOptions.of(InstantSource.system()).withFatal(_ -> {}));
        }

        void run() throws IOException {
            for (int process = 0; process < 4; process++) {
                if (random.nextBoolean()) {
                    disk.powerOffAtSync(1 + random.nextInt(12));
                } else {
                    disk.powerOffAtWrite(1 + random.nextInt(120));
                }
                work(1 + random.nextInt(12));
                recover();
            }
        }

        /** Whether the power went. */
        boolean work(int steps) throws IOException {
            try {
                FileExtents extents = fixture.open(disk, Fixture.TINY);
                for (int i = 0; i < steps; i++) {
                    step(extents);
                }
                if (random.nextBoolean()) {
                    extents.close();
                }
                return false;
            } catch (IOException | UncheckedIOException | IllegalStateException e) {
                // Whatever failed, it failed because the power had gone.
                assertThrows(
                        SimulatedDisk.PowerLostException.class, () -> disk.list(""), e::toString);
                return true;
            }
        }

        private void step(FileExtents extents) throws IOException {
            if (!committed.isEmpty() && random.nextInt(3) == 0) {
                delete(extents);
                return;
            }
            byte[] content = fixture.bytes(random.nextInt(1500));
            try (ExtentWriter given = extents.create(Fixture.OWNER, fixture.account);
                    ExtentWriter writer = extents.create(Fixture.OWNER, fixture.account)) {
                fixture.pour(given, fixture.bytes(random.nextInt(600)));
                fixture.pour(writer, content);
                Finished finished = writer.finish();
                if (random.nextInt(4) == 0) {
                    uncommitted.add(finished);
                } else {
                    commit(finished, content);
                }
            }
        }

        /** Deletes one; not to free it is what a crash between commit and punch leaves. */
        private void delete(FileExtents extents) throws IOException {
            List<Extent> known = new ArrayList<>(committed.keySet());
            known.sort(Comparator.comparing(Extent::id));
            Extent gone = known.get(random.nextInt(known.size()));
            Deletion deletion = extents.delete(Fixture.OWNER, gone.id());
            switch (fixture.commit(List.of(), deletion.writes())) {
                case Outcome.Committed _ -> committed.remove(gone);
                case Outcome.Unknown _ -> {
                    unsure.put(gone, committed.remove(gone));
                    throw new IOException("the outcome is not known");
                }
                case Outcome.Busy _ -> throw new IOException("the store has stopped");
                case Outcome.Conflict conflict -> throw new AssertionError(conflict);
            }
            if (random.nextInt(3) > 0) {
                extents.free(List.of(deletion));
            }
        }

        private void commit(Finished finished, byte[] content) throws IOException {
            switch (fixture.commit(finished)) {
                case Outcome.Committed _ -> committed.put(finished.extent(), content);
                case Outcome.Unknown _ -> {
                    unknown.put(finished, content);
                    throw new IOException("the outcome is not known");
                }
                case Outcome.Busy _ -> throw new IOException("the store has stopped");
                case Outcome.Conflict conflict -> throw new AssertionError(conflict);
            }
        }

        /** What the store may have committed as the power went is there whole, or not at all. */
        private void settle(FileExtents extents) throws IOException {
            for (Map.Entry<Finished, byte[]> each : unknown.entrySet()) {
                Extent extent = each.getKey().extent();
                if (fixture.store.get(Location.key(Fixture.OWNER, extent.id())).isPresent()) {
                    assertArrayEquals(each.getValue(), fixture.read(extents, extent));
                    committed.put(extent, each.getValue());
                } else {
                    uncommitted.add(each.getKey());
                }
            }
            unknown.clear();
            for (Map.Entry<Extent, byte[]> each : unsure.entrySet()) {
                if (fixture.store
                        .get(Location.key(Fixture.OWNER, each.getKey().id()))
                        .isPresent()) {
                    committed.put(each.getKey(), each.getValue());
                }
            }
            unsure.clear();
        }

        void recover() throws IOException {
            fixture.store.close();
            disk.crash();
            fixture.store = openStore();
            FileExtents extents = fixture.open(disk, Fixture.TINY);
            settle(extents);
            extents.reclaim(List.of(Fixture.OWNER), () -> false);
            assertNothingIsLeft();
            for (Map.Entry<Extent, byte[]> each : committed.entrySet()) {
                assertArrayEquals(each.getValue(), fixture.read(extents, each.getKey()));
            }
            for (Finished each : uncommitted) {
                assertInstanceOf(Outcome.Conflict.class, fixture.commit(each));
                assertThrows(
                        MissingExtentException.class, () -> fixture.read(extents, each.extent()));
            }
            assertTrue(Epoch.last(fixture.store).live());
            extents.close();
            assertFalse(Epoch.last(fixture.store).live());
            assertEquals(List.of(), oversized());
        }

        /** Beside what the committed extents take, the disk holds nothing in segments. */
        private void assertNothingIsLeft() throws IOException {
            long live = 0;
            for (Extent each : committed.keySet()) {
                long stored = each.length() + 16 * (each.length() / 64 + 1) + 8;
                // Whole blocks of the simulation at both ends of each of up to four runs.
                live += stored + 4 * 2 * 64;
            }
            long used = 0;
            for (String name : disk.list("")) {
                if (SegmentName.parse(name).isPresent()) {
                    used += disk.usedBytes(name);
                }
            }
            assertTrue(used <= live, used + " bytes are used for " + live);
        }

        /** Segments of dead processes that still have an unused tail. */
        private List<String> oversized() throws IOException {
            List<String> found = new ArrayList<>();
            for (String name : disk.list("")) {
                if (SegmentName.parse(name).isEmpty()) {
                    continue;
                }
                try (var file = disk.open(name)) {
                    byte[] last = new byte[Fixture.TINY.segmentBytes()];
                    int count = file.read(0, last, 0, last.length);
                    int zeros = 0;
                    while (zeros < count && last[count - 1 - zeros] == 0) {
                        zeros++;
                    }
                    if (zeros > 1024) {
                        found.add(name + " ends in " + zeros + " zeros");
                    }
                }
            }
            return found;
        }
    }
}
