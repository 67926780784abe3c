package fr.bleu.extents;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Key;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Epochs of several writers, their leases, and who closes them. */
class WriterEpochsTest {

    private static final Duration LEASE = Duration.ofHours(1);

    private final FakeStore store = new FakeStore();
    private final WriterEpochs epochs = new WriterEpochs(store, millis(0), Fixture.RANDOM);
    private final AtomicLong nanos = new AtomicLong();

    /** Near to the system's clock, since changes must be; wrong by so much. */
    private static InstantSource millis(long wrong) {
        return () -> InstantSource.system().instant().plusMillis(wrong);
    }

    private EpochKeeper keeper() throws IOException {
        return new EpochKeeper(epochs, _ -> true, nanos::get, LEASE);
    }

    @Test
    void numbersThatAreTakenElsewhereArePassedOver() throws IOException {
        Epoch.claim(store, InstantSource.system().millis(), Fixture.RANDOM);
        assertEquals(2, epochs.claim(_ -> true).number());
        assertEquals(7, epochs.claim(number -> number > 6).number());
        assertEquals(8, epochs.claim(_ -> true).number());
    }

    @Test
    void twoWritersAtOnceClaimTwoEpochs() throws IOException {
        long[] other = new long[1];
        store.beforeNext(
                () -> {
                    try {
                        other[0] = epochs.claim(_ -> true).number();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
        long here = epochs.claim(_ -> true).number();
        assertEquals(Set.of(1L, 2L), Set.of(here, other[0]));
        assertEquals(Set.of(1L, 2L), epochs.leases().keySet());
    }

    @Test
    void aLeaseThatIsRenewedInTheLastMomentHolds() throws IOException {
        WriterEpochs.Claimed epoch = epochs.claim(_ -> true);
        long seen = epochs.leases().get(epoch.number());
        store.beforeNext(
                () -> {
                    try {
                        assertTrue(epochs.renew(epoch));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
        assertFalse(epochs.closeExpired(epoch.number(), seen));
        assertTrue(epochs.renew(epoch));
        assertTrue(epochs.closeExpired(1, epochs.leases().get(1L)));
        assertFalse(epochs.renew(epoch));
        assertEquals(Set.of(1L), epochs.closed());
        assertEquals(Map.of(), epochs.leases());
    }

    @Test
    void whoCouldNotReachTheStoreWaitsAWholeLeaseAgain() throws IOException {
        epochs.claim(_ -> true);
        try (EpochKeeper keeper = keeper()) {
            keeper.tick();
            nanos.addAndGet(LEASE.toNanos());
            store.beforeNext(
                    () -> {
                        throw new IllegalStateException("the store is away");
                    });
            assertThrows(IllegalStateException.class, keeper::tick);
            keeper.tick();
            assertEquals(Set.of(), epochs.closed());
            nanos.addAndGet(LEASE.toNanos());
            keeper.tick();
            assertEquals(Set.of(1L), epochs.closed());
        }
    }

    @Test
    void clocksThatAreWrongCloseNobodysEpoch() throws IOException {
        WriterEpochs late = new WriterEpochs(store, millis(-600_000), Fixture.RANDOM);
        WriterEpochs.Claimed epoch = late.claim(_ -> true);
        try (EpochKeeper keeper = keeper()) {
            for (int i = 0; i < 10; i++) {
                keeper.tick();
                nanos.addAndGet(LEASE.toNanos() - 1);
                assertTrue(late.renew(epoch));
            }
            assertEquals(Set.of(), epochs.closed());
        }
    }

    @Test
    void aClosedKeeperGivesNoMoreIds() throws IOException {
        EpochKeeper keeper = keeper();
        assertEquals(1, keeper.next().extent().getLeastSignificantBits());
        assertEquals(2, keeper.next().extent().getLeastSignificantBits());
        keeper.close();
        assertThrows(ExtentsUnavailableException.class, keeper::next);
        assertEquals(Set.of(1L), epochs.closed());
    }

    @Test
    void aNumberThatTheBucketHasAndTheStoreHasNotProvesAnotherHistory() throws IOException {
        epochs.close(epochs.claim(_ -> true));
        assertEquals(Set.of(1L), epochs.closed());
        WriterEpochs.Claimed own = epochs.claim(number -> number > 3);
        epochs.close(own);
        // What lies in the first one may have been written after the backup.
        assertEquals(Set.of(4L), epochs.closed());
    }

    @Test
    void aClaimThatWasKilledInTheBucketIsNoOtherHistory() throws IOException {
        epochs.close(epochs.claim(_ -> true));
        Set<Long> bucket = new HashSet<>();
        assertThrows(
                IOException.class,
                () ->
                        epochs.claim(
                                number -> {
                                    bucket.add(number);
                                    throw new IOException("killed");
                                }));
        epochs.close(epochs.claim(bucket::add));
        assertEquals(Set.of(1L, 3L), epochs.closed());
    }

    /** Bytes of the first version; later ones must read them. */
    @Test
    void theRecordsAreWhatTheyWere() throws IOException {
        WriterEpochs.Claimed epoch = epochs.claim(_ -> true);
        Key table = Key.of(Key.PLATFORM, WriterEpochs.EPOCHS);
        assertArrayEquals(hex("010000000000000001"), store.get(table).orElseThrow().value());
        assertArrayEquals(hex("0101"), store.get(table.number(1)).orElseThrow().value());
        epochs.close(epoch);
        assertArrayEquals(hex("0100"), store.get(table.number(1)).orElseThrow().value());
        ObjectLocation location = new ObjectLocation(262_144, 0x0102030405L);
        assertArrayEquals(hex("02000400000000000102030405"), location.encode());
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
