package fr.bleu.extents;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.keys.OpenFailedException;
import fr.bleu.keys.SealingKey;
import fr.bleu.store.Key;
import fr.bleu.store.Outcome;
import fr.bleu.store.Store;
import fr.bleu.store.Write;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every engine of {@link Extents} must do. Engines run it with chunks of 64 bytes. */
abstract class ExtentsContract {

    private static final int CHUNK = 64;

    final Fixture fixture = new Fixture(new FakeStore(), 1);
    Extents extents;

    /** Opens the engine again over what it stored before; the first time over nothing. */
    abstract Extents open(Fixture fixture) throws IOException;

    /** Begins to fill another place with nothing in it. */
    abstract ExtentsLoad load() throws IOException;

    /** Opens what was filled. */
    abstract Extents openLoaded(Fixture fixture) throws IOException;

    @BeforeEach
    void openTheEngine() throws IOException {
        extents = open(fixture);
    }

    @AfterEach
    void closeTheEngine() {
        extents.close();
    }

    @Test
    void whatWasWrittenIsReadAtEverySizeAroundAChunk() throws IOException {
        for (int length :
                new int[] {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 10 * CHUNK + 7, 9000}) {
            byte[] content = fixture.bytes(length);
            Extent extent = fixture.put(extents, content);
            assertEquals(length, extent.length());
            assertArrayEquals(content, fixture.read(extents, extent), "length " + length);
        }
    }

    @Test
    void everyRangeThatBeginsOrEndsNearAChunksEdgeIsRead() throws IOException {
        byte[] content = fixture.bytes(3 * CHUNK + 5);
        Extent extent = fixture.put(extents, content);
        int[] places =
                IntStream.rangeClosed(0, content.length)
                        .filter(it -> (it + 2) % CHUNK < 5 || it == content.length)
                        .toArray();
        for (int from : places) {
            for (int to : places) {
                if (from <= to) {
                    assertArrayEquals(
                            Arrays.copyOfRange(content, from, to),
                            fixture.read(extents, extent, from, to - from));
                }
            }
        }
    }

    @Test
    void aRangeBeyondTheExtentIsRefused() throws IOException {
        Extent extent = fixture.put(extents, fixture.bytes(100));
        for (long[] range : new long[][] {{0, 101}, {-1, 5}, {100, 1}, {5, Long.MAX_VALUE}}) {
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> fixture.read(extents, extent, range[0], range[1]));
        }
    }

    @Test
    void randomWorkMatchesAMapOfArrays() throws IOException {
        Random random = new Random(42);
        Map<Extent, byte[]> model = new HashMap<>();
        for (int step = 0; step < 400; step++) {
            List<Extent> known = new ArrayList<>(model.keySet());
            switch (known.isEmpty() ? 0 : random.nextInt(5)) {
                case 0, 1 -> {
                    byte[] content = fixture.bytes(random.nextInt(3000));
                    model.put(fixture.put(extents, content), content);
                }
                case 2 -> {
                    try (ExtentWriter given = extents.create(Fixture.OWNER, fixture.account)) {
                        fixture.pour(given, fixture.bytes(random.nextInt(3000)));
                    }
                }
                case 3 -> {
                    Extent gone = known.get(random.nextInt(known.size()));
                    fixture.delete(extents, gone);
                    model.remove(gone);
                    assertThrows(MissingExtentException.class, () -> fixture.read(extents, gone));
                }
                default -> {
                    Extent one = known.get(random.nextInt(known.size()));
                    int from = random.nextInt((int) one.length() + 1);
                    int to = from + random.nextInt((int) one.length() - from + 1);
                    assertArrayEquals(
                            Arrays.copyOfRange(model.get(one), from, to),
                            fixture.read(extents, one, from, to - from));
                }
            }
        }
        for (Map.Entry<Extent, byte[]> each : model.entrySet()) {
            assertArrayEquals(each.getValue(), fixture.read(extents, each.getKey()));
        }
    }

    @Test
    void manyWritersAtOnceDoNotDisturbEachOther() throws Exception {
        List<byte[]> contents = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            contents.add(fixture.bytes(i * 60));
        }
        List<Future<Extent>> written = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (byte[] content : contents) {
                written.add(threads.submit(() -> writeAtOnce(content)));
            }
        }
        for (int i = 0; i < contents.size(); i++) {
            assertArrayEquals(contents.get(i), fixture.read(extents, written.get(i).get()));
        }
    }

    private Extent writeAtOnce(byte[] content) throws IOException {
        try (ExtentWriter writer = extents.create(Fixture.OWNER, fixture.account)) {
            writer.write(content, 0, content.length);
            Finished finished = writer.finish();
            fixture.commit(finished);
            return finished.extent();
        }
    }

    @Test
    void committedExtentsAreReadAfterReopening() throws IOException {
        byte[] content = fixture.bytes(5000);
        Extent extent = fixture.put(extents, content);
        extents.close();
        extents = open(fixture);
        assertArrayEquals(content, fixture.read(extents, extent));
        assertTrue(
                fixture.put(extents, content).id().getMostSignificantBits()
                        > extent.id().getMostSignificantBits());
    }

    @Test
    void whatAnEarlierEpochFinishedCommitsNoMore() throws IOException {
        Finished late = fixture.write(extents, fixture.bytes(100));
        extents.close();
        assertInstanceOf(Outcome.Conflict.class, fixture.commit(late));
        extents = open(fixture);
        assertInstanceOf(Outcome.Conflict.class, fixture.commit(late));
        assertThrows(MissingExtentException.class, () -> fixture.read(extents, late.extent()));
    }

    @Test
    void anExtentIsNotVisibleBeforeItsCommit() throws IOException {
        Finished finished = fixture.write(extents, fixture.bytes(100));
        assertThrows(MissingExtentException.class, () -> fixture.read(extents, finished.extent()));
    }

    @Test
    void whatIsGivenUpCanBeWrittenOver() throws IOException {
        byte[] content = fixture.bytes(700);
        for (int i = 0; i < 50; i++) {
            extents.giveUp(fixture.write(extents, fixture.bytes(700)));
            Extent kept = fixture.put(extents, content);
            assertArrayEquals(content, fixture.read(extents, kept));
        }
    }

    @Test
    void deletingWhatIsNotThereWritesNothing() throws IOException {
        Extent extent = fixture.put(extents, fixture.bytes(100));
        assertTrue(extents.delete(Fixture.OWNER, extent.id()).bytes() >= 100);
        fixture.delete(extents, extent);
        Deletion again = extents.delete(Fixture.OWNER, extent.id());
        assertEquals(List.of(), again.writes());
        extents.free(List.of(again));
    }

    @Test
    void reclaimingTakesNothingThatALocationCovers() throws IOException {
        Map<Extent, byte[]> model = new HashMap<>();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 20; i++) {
                byte[] content = fixture.bytes(i * 97);
                model.put(fixture.put(extents, content), content);
                fixture.write(extents, fixture.bytes(500));
            }
            extents.close();
            extents = open(fixture);
            extents.reclaim(List.of(Fixture.OWNER), () -> false);
            for (Map.Entry<Extent, byte[]> each : model.entrySet()) {
                assertArrayEquals(each.getValue(), fixture.read(extents, each.getKey()));
            }
        }
    }

    @Test
    void whatIsPinnedIsNotDeleted() throws IOException {
        byte[] content = fixture.bytes(700);
        Extent extent = fixture.put(extents, content);
        Deletion begun = extents.delete(Fixture.OWNER, extent.id());
        Pin pin = extents.pin().orElseThrow();
        assertTrue(extents.isPinned());
        assertTrue(extents.holds(pin));
        assertTrue(extents.pin().isEmpty());
        assertInstanceOf(Outcome.Conflict.class, fixture.commit(begun.checks(), begun.writes()));
        assertArrayEquals(content, fixture.read(extents, extent));

        assertTrue(extents.release(pin));
        assertFalse(extents.isPinned());
        assertInstanceOf(Outcome.Committed.class, fixture.commit(begun.checks(), begun.writes()));
    }

    @Test
    void aDeadWritersPinIsTakenAwayAndItsWriterIsToldSo() throws IOException {
        Pin pin = extents.pin().orElseThrow();
        extents.close();
        extents = open(fixture);
        assertFalse(extents.isPinned());
        assertFalse(extents.holds(pin));
        assertFalse(extents.release(pin));
        Pin next = extents.pin().orElseThrow();
        assertFalse(extents.holds(pin));
        assertTrue(extents.holds(next));
    }

    /** Stored bytes are what they were, whoever keeps them. */
    @Test
    void extentsAreCopiedIntoAnEmptyEngineWithoutBeingOpened() throws IOException {
        Map<Extent, byte[]> model = new HashMap<>();
        for (int length : new int[] {0, 1, CHUNK, 700, 5_000, 9_000}) {
            byte[] content = fixture.bytes(length);
            model.put(fixture.put(extents, content), content);
        }
        Store copy = new FakeStore();
        try (ExtentsLoad load = load()) {
            List<Write> writes = new ArrayList<>();
            for (Extent extent : model.keySet()) {
                Key location = Location.key(Fixture.OWNER, extent.id());
                ByteArrayOutputStream stored = new ByteArrayOutputStream();
                assertEquals(extents.copyStored(location, stored), stored.size());
                ByteArrayInputStream in = new ByteArrayInputStream(stored.toByteArray());
                writes.add(new Write.Put(location, load.put(location, in, stored.size())));
            }
            load.finish();
            StoredExtents.writers(2, new Random(1))
                    .forEach((key, value) -> writes.add(new Write.Put(key, value)));
            fixture.store = copy;
            assertInstanceOf(Outcome.Committed.class, fixture.commit(List.of(), writes));
        }
        extents.close();
        extents = openLoaded(fixture);
        for (var each : model.entrySet()) {
            assertArrayEquals(each.getValue(), fixture.read(extents, each.getKey()));
        }
        long epoch = fixture.put(extents, fixture.bytes(10)).id().getMostSignificantBits();
        assertEquals(
                1, epoch >> 40, "above every epoch of the generation before, below the next's");
        assertNotEquals(
                values(StoredExtents.writers(2, new Random(1))),
                values(StoredExtents.writers(2, new Random(2))),
                "two restores of one backup give no extent the same id");
        assertThrows(IOException.class, this::load);
        extents.reclaim(List.of(Fixture.OWNER), () -> false);
        for (var each : model.entrySet()) {
            assertArrayEquals(each.getValue(), fixture.read(extents, each.getKey()));
        }
    }

    private static Set<String> values(Map<Key, byte[]> records) {
        return records.values().stream().map(Arrays::toString).collect(Collectors.toSet());
    }

    @Test
    void anotherAccountsKeyOpensNothing() throws IOException {
        Extent extent = fixture.put(extents, fixture.bytes(100));
        SealingKey other = Fixture.newAccountKey();
        assertThrows(
                OpenFailedException.class,
                () ->
                        extents.read(
                                extent, Fixture.OWNER, other, 0, 100, new ByteArrayOutputStream()));
    }

    @Test
    void anotherExtentsKeyOrLengthOpensNothing() throws IOException {
        Extent one = fixture.put(extents, fixture.bytes(100));
        Extent two = fixture.put(extents, fixture.bytes(100));
        Extent swapped = new Extent(one.id(), 100, two.wrappedKey());
        assertThrows(OpenFailedException.class, () -> fixture.read(extents, swapped));
        for (long length : new long[] {0, 99, 101, CHUNK, 1000}) {
            Extent wrong = new Extent(one.id(), length, one.wrappedKey());
            assertThrows(ExtentDamagedException.class, () -> fixture.read(extents, wrong));
        }
    }

    @Test
    void anotherOwnerDoesNotHaveTheExtent() throws IOException {
        Extent extent = fixture.put(extents, fixture.bytes(100));
        assertThrows(
                MissingExtentException.class,
                () ->
                        extents.read(
                                extent,
                                new UUID(8, 8),
                                fixture.account,
                                0,
                                100,
                                new ByteArrayOutputStream()));
    }

    @Test
    void aWriterThatEndedTakesNoMore() throws IOException {
        ExtentWriter finished = extents.create(Fixture.OWNER, fixture.account);
        finished.finish();
        assertThrows(IOException.class, () -> finished.write(new byte[1], 0, 1));
        assertThrows(IOException.class, finished::finish);
        ExtentWriter given = extents.create(Fixture.OWNER, fixture.account);
        given.close();
        given.close();
        assertThrows(IOException.class, given::finish);
    }

    @Test
    void aReferenceSurvivesItsEncodingAndNothingElseDecodes() throws IOException {
        Extent extent = fixture.put(extents, fixture.bytes(3));
        byte[] encoded = extent.encode();
        assertEquals(Extent.ENCODED_BYTES, encoded.length);
        assertEquals(extent, Extent.decode(encoded));
        for (int cut = 0; cut < encoded.length; cut++) {
            byte[] part = Arrays.copyOf(encoded, cut);
            assertThrows(IllegalArgumentException.class, () -> Extent.decode(part));
        }
        byte[] longer = Arrays.copyOf(encoded, encoded.length + 1);
        assertThrows(IllegalArgumentException.class, () -> Extent.decode(longer));
    }
}
