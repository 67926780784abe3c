package fr.bleu.extents;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.disk.DiskFile;
import fr.bleu.store.disk.RealDisk;
import fr.bleu.store.disk.SimulatedDisk;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract over real files, and what only the {@code files} engine does. */
class FileExtentsTest extends ExtentsContract {

    @TempDir Path folder;
    @TempDir Path elsewhere;

    @Override
    Extents open(Fixture fixture) throws IOException {
        return fixture.open(new RealDisk(folder), Fixture.TINY);
    }

    @Override
    ExtentsLoad load() throws IOException {
        return FileExtents.load(new RealDisk(elsewhere), Fixture.TINY, 2);
    }

    @Override
    Extents openLoaded(Fixture fixture) throws IOException {
        return fixture.open(new RealDisk(elsewhere), Fixture.TINY);
    }

    @Test
    void nothingOfThePlaintextReachesTheDisk() throws IOException {
        String marker = "canary-5f0c2d";
        fixture.put(extents, marker.repeat(500).getBytes(StandardCharsets.US_ASCII));
        extents.close();
        int files = 0;
        try (var all = Files.list(folder)) {
            for (Path file : all.toList()) {
                String raw = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(raw.contains(marker.substring(0, 6)));
                files++;
            }
        }
        assertTrue(files > 0);
    }

    @Test
    void aClosedEngineReadsNothing() throws IOException {
        Extent extent = fixture.put(extents, fixture.bytes(100));
        extents.close();
        assertThrows(IOException.class, () -> fixture.read(extents, extent));
    }

    @Test
    void twoEnginesDoNotClaimTheSameEpoch() throws IOException {
        FakeStore store = new FakeStore();
        Fixture two = new Fixture(store, 3);
        SimulatedDisk disk = new SimulatedDisk(1);
        store.beforeNext(() -> Epoch.claim(store, 0, Fixture.RANDOM));
        assertThrows(IllegalStateException.class, () -> two.open(disk, Fixture.TINY));
    }

    @Test
    void closingCutsTheUnusedTailOfASegment() throws IOException {
        fixture.put(extents, fixture.bytes(100));
        assertEquals(List.of(4096L), sizes());
        extents.close();
        // Header, 64 + 16 and 36 + 16 bytes, aligned to 16.
        assertEquals(List.of(144L), sizes());
    }

    @Test
    void aKilledProcessesTailIsCutByTheWalkAndItsSegmentsAreNotWrittenAgain() throws IOException {
        byte[] content = fixture.bytes(100);
        Extent extent = fixture.put(extents, content);
        // No close: the process was killed.
        Extents next = open(fixture);
        next.reclaim(List.of(Fixture.OWNER), () -> false);
        assertEquals(List.of(144L), sizes());
        byte[] before = Files.readAllBytes(files().getFirst());
        fixture.put(next, fixture.bytes(3000));
        assertArrayEquals(before, Files.readAllBytes(files().getFirst()));
        assertArrayEquals(content, fixture.read(next, extent));
        next.close();
    }

    @Test
    void anExtentThatEndsInAZeroSurvivesTheCutOfAKilledProcessesTail() throws IOException {
        for (int tries = 0; tries < 10_000; tries++) {
            SimulatedDisk disk = new SimulatedDisk(tries);
            byte[] content = fixture.bytes(100);
            Extent extent = fixture.put(fixture.open(disk, Fixture.TINY), content);
            // Header, 64 + 16 and 36 + 16 bytes: the last one is a tag's, one in 256 is zero.
            if (byteAt(disk, disk.list("").getFirst(), 139) == 0) {
                FileExtents next = fixture.open(disk, Fixture.TINY);
                assertArrayEquals(content, fixture.read(next, extent));
                return;
            }
        }
        throw new AssertionError("no extent ended in a zero");
    }

    private static byte byteAt(SimulatedDisk disk, String name, long position) throws IOException {
        byte[] one = new byte[1];
        try (DiskFile file = disk.open(name)) {
            assertEquals(1, file.read(position, one, 0, 1));
        }
        return one[0];
    }

    @Test
    void spaceThatWritersGaveUpIsUsedAgain() throws IOException {
        for (int i = 0; i < 100; i++) {
            try (ExtentWriter given = extents.create(Fixture.OWNER, fixture.account)) {
                fixture.pour(given, fixture.bytes(2000));
            }
        }
        assertEquals(1, files().size());
    }

    @Test
    void spaceOfDeletedExtentsIsPunchedAndUsedAgain() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        FileExtents engine = fixture.open(disk, Fixture.TINY);
        long empty = disk.usedBytes();
        for (int i = 0; i < 50; i++) {
            Extent extent = fixture.put(engine, fixture.bytes(3000));
            assertTrue(disk.usedBytes() >= 3000);
            fixture.delete(engine, extent);
            // The sizes' last block of a segment, which tells its length.
            assertTrue(disk.usedBytes() <= empty + 128, "left: " + disk.usedBytes());
        }
        assertEquals(1, disk.list("").size());
    }

    @Test
    void aSegmentOfAClosedEpochGoesWithItsLastExtent() throws IOException {
        Extent one = fixture.put(extents, fixture.bytes(3000));
        Extent two = fixture.put(extents, fixture.bytes(3000));
        fixture.write(extents, fixture.bytes(300));
        extents.close();
        extents = open(fixture);
        extents.reclaim(List.of(Fixture.OWNER), () -> false);
        assertEquals(2, files().size());
        fixture.read(extents, one);
        fixture.delete(extents, one);
        fixture.read(extents, two);
        fixture.delete(extents, two);
        assertEquals(List.of(), files());
    }

    @Test
    void whatIsDeletedWhileTheWalkIsUnderWayCountsAsDeleted() throws IOException {
        Extent one = fixture.put(extents, fixture.bytes(3000));
        extents.close();
        extents = open(fixture);
        // The second owner comes after the walk has seen what the first one has.
        Iterable<UUID> owners =
                () ->
                        Stream.of(Fixture.OWNER, new UUID(8, 8))
                                .peek(
                                        owner -> {
                                            if (!owner.equals(Fixture.OWNER)) {
                                                fixture.delete(extents, one);
                                            }
                                        })
                                .iterator();
        extents.reclaim(owners, () -> false);
        assertEquals(List.of(), files());
    }

    @Test
    void whatNoLocationCoversIsPunched() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        FileExtents engine = fixture.open(disk, Fixture.TINY);
        byte[] content = fixture.bytes(500);
        Extent kept = fixture.put(engine, content);
        for (int i = 0; i < 20; i++) {
            fixture.write(engine, fixture.bytes(1000));
        }
        Extent notFreed = fixture.put(engine, fixture.bytes(1000));
        fixture.commit(List.of(), engine.delete(Fixture.OWNER, notFreed.id()).writes());
        engine.close();
        assertTrue(disk.usedBytes() > 20_000);
        FileExtents next = fixture.open(disk, Fixture.TINY);
        next.reclaim(List.of(Fixture.OWNER), () -> false);
        assertTrue(disk.usedBytes() < 800, "left: " + disk.usedBytes());
        assertArrayEquals(content, fixture.read(next, kept));
    }

    @Test
    void aReaderOfADeletedExtentIsToldSo() throws IOException {
        Extent extent = fixture.put(extents, fixture.bytes(5000));
        byte[] other = fixture.bytes(5000);
        OutputStream late =
                new OutputStream() {
                    private boolean deleted;

                    @Override
                    public void write(int b) {}

                    @Override
                    public void write(byte[] bytes, int from, int count) throws IOException {
                        if (!deleted) {
                            deleted = true;
                            fixture.delete(extents, extent);
                            fixture.put(extents, other);
                        }
                    }
                };
        assertThrows(
                MissingExtentException.class,
                () -> extents.read(extent, Fixture.OWNER, fixture.account, 0, 5000, late));
    }

    @Test
    void theReserveIsNotForExtents() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        disk.capacity(40_000);
        FileExtents engine = fixture.open(disk, new ExtentOptions(64, 4096, 256, 1024, 16, 20_000));
        List<Extent> kept = new ArrayList<>();
        byte[] content = fixture.bytes(2000);
        assertThrows(
                DiskFullException.class,
                () -> {
                    while (true) {
                        kept.add(fixture.put(engine, content));
                    }
                });
        assertTrue(disk.usableBytes() > 20_000 - 2048, "left: " + disk.usableBytes());
        fixture.delete(engine, kept.removeFirst());
        fixture.delete(engine, kept.removeFirst());
        kept.add(fixture.put(engine, content));
        for (Extent each : kept) {
            assertArrayEquals(content, fixture.read(engine, each));
        }
        assertEquals(List.of(), fixture.fatal);
    }

    @Test
    void smallExtentsShareASegment() throws IOException {
        for (int i = 0; i < 20; i++) {
            fixture.put(extents, fixture.bytes(80));
        }
        assertEquals(1, files().size());
    }

    @Test
    void anExtentMayLieInMoreSegmentsThanAreKeptOpen() throws IOException {
        byte[] content = fixture.bytes(4096 * 140);
        Extent extent = fixture.put(extents, content);
        assertTrue(files().size() > 140);
        assertArrayEquals(content, fixture.read(extents, extent));
    }

    @Test
    void aFullSegmentIsClosedEvenIfAPieceTooSmallToUseIsLeft() throws IOException {
        FullDisk disk = new FullDisk(new SimulatedDisk(1));
        // No extent begins in less than 64 bytes; each takes 80, so that 16 of 4,096 are left.
        ExtentOptions wasteful = new ExtentOptions(64, 4096, 1024, 1024, 16);
        FileExtents engine = fixture.open(disk, wasteful);
        for (int i = 0; i < 51 * 10; i++) {
            fixture.put(engine, fixture.bytes(50));
        }
        assertEquals(10, disk.list("").size());
        assertEquals(1, disk.openFiles);
    }

    @Test
    void aFullDiskIsNamedAndHarmsNothing() throws IOException {
        FullDisk disk = new FullDisk(new SimulatedDisk(1));
        FileExtents small = fixture.open(disk, Fixture.TINY);
        byte[] content = fixture.bytes(1500);
        Extent before = fixture.put(small, content);
        disk.room = 1000;
        byte[] tooMuch = fixture.bytes(3000);
        assertThrows(DiskFullException.class, () -> fixture.write(small, tooMuch));
        disk.room = 0;
        byte[] far = fixture.bytes(9000);
        assertThrows(DiskFullException.class, () -> fixture.write(small, far));
        assertArrayEquals(content, fixture.read(small, before));
        disk.room = Long.MAX_VALUE;
        Extent after = fixture.put(small, far);
        assertArrayEquals(far, fixture.read(small, after));
        assertEquals(List.of(), fixture.fatal);
    }

    @Test
    void aFailedSyncStopsTheEngineAndIsNeverTriedAgain() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        FileExtents engine = fixture.open(disk, Fixture.TINY);
        fixture.put(engine, fixture.bytes(100));
        ExtentWriter writer = engine.create(Fixture.OWNER, fixture.account);
        writer.write(fixture.bytes(50), 0, 50);
        disk.failAtSync(1);
        assertThrows(IOException.class, writer::finish);
        assertEquals(1, fixture.fatal.size());
        long syncs = disk.syncs();
        assertThrows(IOException.class, writer::finish);
        assertThrows(IOException.class, () -> engine.create(Fixture.OWNER, fixture.account));
        assertEquals(syncs, disk.syncs());
    }

    @Test
    void writersThatFinishTogetherShareASync() throws Exception {
        CountDownLatch firstSync = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        int[] forces = new int[1];
        LiveSegment segment =
                new LiveSegment(
                        new SegmentName(1, 0),
                        new ForceOnly(
                                () -> {
                                    forces[0]++;
                                    firstSync.countDown();
                                    mayEnd.await();
                                }),
                        failure -> {
                            throw new AssertionError(failure);
                        });
        List<Future<?>> waiting = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            waiting.add(threads.submit(() -> sync(segment)));
            firstSync.await();
            for (int i = 0; i < 50; i++) {
                waiting.add(threads.submit(() -> sync(segment)));
            }
            Thread.sleep(100);
            // The first sync began before the others asked, so it serves none of them.
            assertEquals(1, forces[0]);
            mayEnd.countDown();
        }
        for (Future<?> each : waiting) {
            each.get();
        }
        assertEquals(2, forces[0]);
    }

    private static Void sync(LiveSegment segment) throws IOException {
        segment.sync();
        return null;
    }

    private List<Path> files() throws IOException {
        try (var all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }

    private List<Long> sizes() throws IOException {
        List<Long> sizes = new ArrayList<>();
        for (Path file : files()) {
            sizes.add(Files.size(file));
        }
        return sizes;
    }

    /** A file whose syncs do what a test wants. */
    private record ForceOnly(Force forced) implements DiskFile {

        interface Force {
            void run() throws InterruptedException;
        }

        @Override
        public void force() {
            try {
                forced.run();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public long size() {
            return 0;
        }

        @Override
        public int read(long position, byte[] buffer, int offset, int length) {
            return 0;
        }

        @Override
        public void write(long position, byte[] buffer, int offset, int length) {}

        @Override
        public void truncate(long size) {}

        @Override
        public void close() {}
    }
}
