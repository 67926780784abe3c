package fr.bleu.extents;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The contract over an S3 server, and what only the {@code s3} engine does. */
abstract class S3ExtentsContract extends ExtentsContract {

    private static final String CANARY = "canary-5f0c2d";

    /** The same bucket at every call, and a prefix of this test's own. */
    abstract S3Options options() throws IOException;

    /** Larger than two parts. */
    abstract int largeBytes();

    @Override
    Extents open(Fixture fixture) throws IOException {
        return fixture.open(options());
    }

    @Override
    ExtentsLoad load() throws IOException {
        return S3Extents.load(elsewhere());
    }

    @Override
    Extents openLoaded(Fixture fixture) throws IOException {
        return fixture.open(elsewhere());
    }

    private S3Options elsewhere() throws IOException {
        S3Options here = options();
        return new S3Options(
                here.endpoint(),
                here.region(),
                here.bucket(),
                "elsewhere-" + here.prefix(),
                here.credentials(),
                here.authority(),
                here.limits());
    }

    @Test
    void theBucketHoldsCiphertextOnly() throws IOException {
        byte[] small = CANARY.repeat(50).getBytes(StandardCharsets.US_ASCII);
        byte[] large = CANARY.repeat(largeBytes() / 13).getBytes(StandardCharsets.US_ASCII);
        List<Extent> put = List.of(fixture.put(extents, small), fixture.put(extents, large));
        try (Bucket bucket = S3Fixture.bucket(options())) {
            assertEquals(2, S3Fixture.extents(bucket).size());
            for (String name : S3Fixture.names(bucket)) {
                String raw = latin(S3Fixture.content(bucket, name));
                assertFalse(raw.contains(CANARY.substring(0, 6)), name);
                for (Extent extent : put) {
                    byte[] place = ChunkCipher.keyPlace(extent.id());
                    byte[] key = fixture.account.open(extent.wrappedKey(), place);
                    assertFalse(raw.contains(latin(key)), name);
                    assertFalse(raw.contains(latin(extent.wrappedKey())), name);
                }
            }
        }
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void aLargeExtentIsSentInPartsAndReadInRanges() throws IOException {
        byte[] content = fixture.bytes(largeBytes());
        Extent extent = fixture.put(extents, content);
        assertArrayEquals(content, fixture.read(extents, extent));
        int from = content.length / 3;
        assertArrayEquals(
                Arrays.copyOfRange(content, from, from + 1_000),
                fixture.read(extents, extent, from, 1_000));
    }

    @Test
    void anExtentThatIsGivenUpLeavesNeitherObjectNorUpload() throws IOException {
        extents.giveUp(fixture.write(extents, fixture.bytes(500)));
        try (ExtentWriter given = extents.create(Fixture.OWNER, fixture.account)) {
            fixture.pour(given, fixture.bytes(largeBytes()));
        }
        try (Bucket bucket = S3Fixture.bucket(options())) {
            assertEquals(List.of(), S3Fixture.extents(bucket));
            assertEquals(List.of(), bucket.uploads().page(Optional.empty()).uploads());
        }
    }

    @Test
    void freeingDeletesTheObject() throws IOException {
        Extent gone = fixture.put(extents, fixture.bytes(100));
        Extent kept = fixture.put(extents, fixture.bytes(100));
        fixture.delete(extents, gone);
        try (Bucket bucket = S3Fixture.bucket(options())) {
            assertEquals(List.of(ObjectName.of(kept.id()).text()), S3Fixture.extents(bucket));
        }
    }

    @Test
    void severalWritersAreLiveAtATime() throws IOException {
        byte[] content = fixture.bytes(700);
        try (S3Extents other = fixture.open(options())) {
            Extent here = fixture.put(extents, content);
            Extent there = fixture.put(other, content);
            assertNotEquals(epochOf(here), epochOf(there));
            assertArrayEquals(content, fixture.read(other, here));
            assertArrayEquals(content, fixture.read(extents, there));
        }
        assertArrayEquals(content, fixture.read(extents, fixture.put(extents, content)));
    }

    private static long epochOf(Extent extent) {
        return extent.id().getMostSignificantBits();
    }

    @Test
    void aDeadWriterIsShutOutAndWhatItLeftIsCollected() throws IOException {
        AtomicLong nanos = new AtomicLong();
        byte[] content = fixture.bytes(700);
        S3Extents dead = fixture.open(options());
        Extent kept = fixture.put(dead, content);
        Finished late = fixture.write(dead, content);
        try (S3Extents other = fixture.open(options(), nanos::get);
                Bucket bucket = S3Fixture.bucket(options())) {
            ExtentWriter cut = dead.create(Fixture.OWNER, fixture.account);
            fixture.pour(cut, fixture.bytes(largeBytes()));
            dead.abandon();
            Extent alive = fixture.put(extents, content);
            Finished pending = fixture.write(extents, content);
            other.tick();
            nanos.addAndGet(S3Fixture.LEASE.toNanos() - 1);
            ((S3Extents) extents).tick();
            other.tick();
            // Not yet.
            assertInstanceOf(Outcome.Committed.class, fixture.commit(late.checks(), List.of()));
            nanos.incrementAndGet();
            other.tick();
            assertInstanceOf(Outcome.Conflict.class, fixture.commit(late));
            assertInstanceOf(Outcome.Committed.class, fixture.commit(pending));
            other.reclaim(List.of(Fixture.OWNER), () -> true);
            assertEquals(4, S3Fixture.extents(bucket).size());
            other.close();
            collect(bucket, kept, alive, pending.extent());
            assertArrayEquals(content, fixture.read(extents, kept));
        }
    }

    /** A third engine collects; the epochs of the others are live or closed by now. */
    private void collect(Bucket bucket, Extent... expected) throws IOException {
        ((S3Extents) extents).close();
        extents = open(fixture);
        extents.reclaim(List.of(Fixture.OWNER), () -> false);
        assertEquals(
                Arrays.stream(expected).map(it -> ObjectName.of(it.id()).text()).sorted().toList(),
                S3Fixture.extents(bucket));
        assertEquals(List.of(), bucket.uploads().page(Optional.empty()).uploads());
    }

    @Test
    void aLivingWritersObjectsAreNotCollectedBeforeTheyCommit() throws IOException {
        byte[] content = fixture.bytes(700);
        Finished pending = fixture.write(extents, content);
        ExtentWriter open = extents.create(Fixture.OWNER, fixture.account);
        byte[] large = fixture.bytes(largeBytes());
        fixture.pour(open, large);
        try (S3Extents other = fixture.open(options());
                Bucket bucket = S3Fixture.bucket(options())) {
            WriterEpochs epochs =
                    new WriterEpochs(
                            fixture.store, java.time.InstantSource.system(), Fixture.RANDOM);
            new OrphanObjects(bucket, epochs, fixture.store)
                    .collect(List.of(Fixture.OWNER), () -> false);
            assertInstanceOf(Outcome.Committed.class, fixture.commit(pending));
            Finished finished = open.finish();
            assertInstanceOf(Outcome.Committed.class, fixture.commit(finished));
            assertArrayEquals(content, fixture.read(other, pending.extent()));
            assertArrayEquals(large, fixture.read(other, finished.extent()));
        }
    }

    @Test
    void aWriterThatWasShutOutGoesOnInAnotherEpoch() throws IOException {
        AtomicLong nanos = new AtomicLong();
        Extent before = fixture.put(extents, fixture.bytes(100));
        Finished late = fixture.write(extents, fixture.bytes(100));
        try (S3Extents other = fixture.open(options(), nanos::get)) {
            other.tick();
            nanos.addAndGet(S3Fixture.LEASE.toNanos());
            other.tick();
            assertInstanceOf(Outcome.Conflict.class, fixture.commit(late));
            assertThrows(ExtentsUnavailableException.class, extents::pin);
            ((S3Extents) extents).tick();
            assertTrue(extents.pin().isPresent());
            byte[] content = fixture.bytes(100);
            Extent after = fixture.put(extents, content);
            assertTrue(epochOf(after) > epochOf(before));
            assertArrayEquals(content, fixture.read(other, after));
        }
    }

    @Test
    void anotherStoreBelowThePrefixIsNotTouched() throws IOException {
        byte[] content = fixture.bytes(300);
        Extent first = fixture.put(extents, content);
        Fixture restored = new Fixture(new FakeStore(), 2);
        S3Extents older = restored.open(options());
        Extent second = restored.put(older, content);
        assertTrue(epochOf(second) > epochOf(first));
        older.close();
        older = restored.open(options());
        older.reclaim(List.of(Fixture.OWNER), () -> false);
        assertArrayEquals(content, restored.read(older, second));
        assertArrayEquals(content, fixture.read(extents, first));
        older.close();
    }

    @Test
    void aRestoredStoreCollectsNothingThatWasWrittenAfterItsBackup() throws IOException {
        FakeStore backup = ((FakeStore) fixture.store).copy();
        byte[] content = fixture.bytes(300);
        Extent later = fixture.put(extents, content);
        // Another start of the cloud that lives on: the backup does not know its epoch.
        fixture.open(options()).close();
        collectIn(backup);
        assertArrayEquals(content, fixture.read(extents, later));
    }

    /** To whom the writers of the backup's moment are dead. */
    private void collectIn(FakeStore backup) throws IOException {
        AtomicLong nanos = new AtomicLong();
        try (S3Extents restored = new Fixture(backup, 3).open(options(), nanos::get)) {
            restored.tick();
            nanos.addAndGet(S3Fixture.LEASE.toNanos());
            restored.tick();
            restored.reclaim(List.of(Fixture.OWNER), () -> false);
        }
    }

    @Test
    void aViewThatShowsAnEpochOpenProvesNothing() throws IOException {
        byte[] content = fixture.bytes(300);
        FakeStore store = (FakeStore) fixture.store;
        FakeStore earlier = store.copy();
        Extent extent = fixture.put(extents, content);
        extents.close();
        store.showNext(earlier);
        try (Bucket bucket = S3Fixture.bucket(options())) {
            WriterEpochs epochs =
                    new WriterEpochs(store, java.time.InstantSource.system(), Fixture.RANDOM);
            new OrphanObjects(bucket, epochs, store).collect(List.of(Fixture.OWNER), () -> false);
        }
        extents = open(fixture);
        assertArrayEquals(content, fixture.read(extents, extent));
    }

    @Test
    void anObjectIsNeverReplaced() throws IOException {
        try (Bucket bucket = S3Fixture.bucket(options())) {
            long epoch = epochOf(fixture.put(extents, new byte[1]));
            String next = ObjectName.of(new UUID(epoch, 2)).text();
            assertTrue(bucket.putNew(next, new byte[] {7}, 1));
            assertThrows(IOException.class, () -> fixture.write(extents, new byte[100]));
            assertArrayEquals(new byte[] {7}, S3Fixture.content(bucket, next));
        }
    }

    @Test
    void anObjectThatIsAlteredCutOrGoneIsDamage() throws IOException {
        Extent extent = fixture.put(extents, fixture.bytes(1_000));
        String name = ObjectName.of(extent.id()).text();
        try (Bucket bucket = S3Fixture.bucket(options())) {
            byte[] stored = S3Fixture.content(bucket, name);
            byte[] altered = stored.clone();
            altered[700] ^= 1;
            for (byte[] other :
                    List.of(altered, Arrays.copyOf(stored, 900), Arrays.copyOf(stored, 1))) {
                bucket.delete(name);
                assertTrue(bucket.putNew(name, other, other.length));
                assertThrows(ExtentDamagedException.class, () -> fixture.read(extents, extent));
            }
            bucket.delete(name);
            assertThrows(ExtentDamagedException.class, () -> fixture.read(extents, extent));
        }
    }

    @Test
    void anExtentThatIsDeletedWhileItIsReadIsMissingAndNotDamaged() throws IOException {
        Extent extent = fixture.put(extents, fixture.bytes(1_000));
        try (Bucket bucket = S3Fixture.bucket(options())) {
            bucket.delete(ObjectName.of(extent.id()).text());
            Deletion deletion = extents.delete(Fixture.OWNER, extent.id());
            // Between the reader's first look at the location and its second.
            ((FakeStore) fixture.store)
                    .afterNextGet(() -> fixture.commit(List.of(), deletion.writes()));
            assertThrows(MissingExtentException.class, () -> fixture.read(extents, extent));
        }
    }

    @Test
    void aClosedEngineDoesNothing() throws IOException {
        Extent extent = fixture.put(extents, fixture.bytes(100));
        extents.close();
        assertThrows(IOException.class, () -> fixture.read(extents, extent));
        assertThrows(IOException.class, () -> fixture.write(extents, fixture.bytes(100)));
    }
}
