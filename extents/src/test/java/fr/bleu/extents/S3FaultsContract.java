package fr.bleu.extents;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.extents.FaultyProxy.Fault;
import fr.bleu.extents.FaultyProxy.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the engine does when its server or the way to it fails. */
abstract class S3FaultsContract {

    private static final String PUT = "^PUT ";
    private static final String GET = "^GET [^?]*$";
    private static final String PART = "^PUT .*partNumber=2";
    private static final String COMPLETE = "^POST .*uploadId=";

    private final Fixture fixture = new Fixture(new FakeStore(), 1);
    private S3Options direct;
    private FaultyProxy proxy;
    private S3Extents extents;
    private Bucket bucket;

    /** A bucket and a prefix that is empty, and these limits. */
    abstract S3Options fresh(S3Limits limits) throws IOException;

    /** Sizes that the server takes. */
    abstract S3Limits limits(Duration attempt, Duration call);

    /** Needs three parts. */
    abstract int largeBytes();

    @BeforeEach
    void open() throws IOException {
        direct = fresh(limits(Duration.ofSeconds(3), Duration.ofMinutes(1)));
        proxy = new FaultyProxy(direct.endpoint());
        extents = fixture.open(proxied(direct.limits()));
        bucket = S3Fixture.bucket(direct);
    }

    private S3Options proxied(S3Limits limits) {
        return new S3Options(
                proxy.endpoint(),
                direct.region(),
                direct.bucket(),
                direct.prefix(),
                direct.credentials(),
                direct.authority(),
                limits);
    }

    /** Gives up after the first attempt. */
    private S3Extents impatient() throws IOException {
        return fixture.open(proxied(limits(Duration.ofSeconds(3), Duration.ZERO)));
    }

    @AfterEach
    void close() throws IOException {
        extents.close();
        bucket.close();
        proxy.close();
    }

    private void assertWritten(int length) throws IOException {
        byte[] content = fixture.bytes(length);
        Extent extent = fixture.put(extents, content);
        assertArrayEquals(content, fixture.read(extents, extent));
        assertEquals(List.of(ObjectName.of(extent.id()).text()), S3Fixture.extents(bucket));
        fixture.delete(extents, extent);
        assertEquals(List.of(), S3Fixture.extents(bucket));
        assertEquals(List.of(), bucket.uploads().page(Optional.empty()).uploads());
    }

    @Test
    void anUploadThatIsCutAnywhereIsSentAgain() throws IOException {
        for (int cut : new int[] {0, 1, 100, 500, 1_000, 1_300}) {
            proxy.arm(new Fault(Kind.CUT_REQUEST, PUT, cut, 2));
            assertWritten(700);
            assertEquals(2, proxy.happened(), "cut at " + cut);
        }
    }

    @Test
    void anUploadWhoseAnswerIsLostWasMadeOnce() throws IOException {
        for (int cut : new int[] {0, 10, 40, 70, 100, 130, 160}) {
            proxy.arm(new Fault(Kind.CUT_ANSWER, PUT, cut, 1));
            assertWritten(700);
            assertEquals(1, proxy.happened());
        }
    }

    @Test
    void anothersObjectIsNotTakenForOnesOwnWhenAWriteIsRepeated() throws IOException {
        try (Bucket writing = S3Fixture.bucket(proxied(direct.limits()))) {
            byte[] theirs = fixture.bytes(100);
            assertTrue(bucket.putNew("there", theirs, 100));
            for (byte[] ours : List.of(fixture.bytes(100), fixture.bytes(99), new byte[0])) {
                proxy.arm(new Fault(Kind.ANSWER, PUT, 503, 1, "SlowDown"));
                assertFalse(writing.putNew("there", ours, ours.length));
                assertEquals(1, proxy.happened());
            }
            proxy.arm(new Fault(Kind.ANSWER, PUT, 503, 1, "SlowDown"));
            assertTrue(writing.putNew("there", theirs, 100));
            assertArrayEquals(theirs, S3Fixture.content(bucket, "there"));
        }
    }

    @Test
    void aPartThatIsCutIsSentAgain() throws IOException {
        proxy.arm(new Fault(Kind.CUT_REQUEST, PART, 1_200, 2));
        assertWritten(largeBytes());
        assertEquals(2, proxy.happened());
        proxy.arm(new Fault(Kind.CUT_ANSWER, PART, 0, 1));
        assertWritten(largeBytes());
        assertEquals(1, proxy.happened());
    }

    @Test
    void aCompletionWhoseAnswerIsLostIsNoFailure() throws IOException {
        proxy.arm(new Fault(Kind.CUT_ANSWER, COMPLETE, 0, 2));
        assertWritten(largeBytes());
        assertEquals(2, proxy.happened());
    }

    @Test
    void aReadThatIsCutAnywhereGivesEachByteOnce() throws IOException {
        byte[] content = fixture.bytes(900);
        Extent extent = fixture.put(extents, content);
        for (int cut : new int[] {0, 1, 20, 60, 90, 120, 150, 200, 400, 600}) {
            proxy.arm(new Fault(Kind.CUT_ANSWER, GET, cut, 2));
            assertArrayEquals(content, fixture.read(extents, extent));
            assertEquals(2, proxy.happened(), "cut at " + cut);
        }
    }

    @Test
    void bytesThatAreAlteredOnTheirWayAreNotStored() throws IOException {
        proxy.arm(new Fault(Kind.ALTER, PUT, 1_400, 1));
        assertWritten(700);
        assertEquals(1, proxy.happened());
        proxy.arm(new Fault(Kind.ALTER, PART, 1_500, 1));
        assertWritten(largeBytes());
        assertEquals(1, proxy.happened());
    }

    @Test
    void aServerThatIsBusyIsAskedAgain() throws IOException {
        proxy.arm(new Fault(Kind.ANSWER, "^(PUT|POST|GET|DELETE) ", 503, 3, "SlowDown"));
        assertWritten(700);
        assertEquals(3, proxy.happened());
        proxy.arm(new Fault(Kind.ANSWER, "^(PUT|POST|GET|DELETE) ", 500, 3, "InternalError"));
        assertWritten(largeBytes());
        assertEquals(3, proxy.happened());
    }

    /** Ceph's gateway says so when a request was cut before it, and when two writes meet. */
    @Test
    void whatOnlyARepeatedWriteMeetsIsAskedAgain() throws IOException {
        proxy.arm(new Fault(Kind.ANSWER, PUT, 400, 2, ""));
        assertWritten(700);
        assertEquals(2, proxy.happened());
        proxy.arm(new Fault(Kind.ANSWER, PUT, 404, 2, "NoSuchKey"));
        assertWritten(700);
        assertEquals(2, proxy.happened());
    }

    @Test
    void aServerThatStallsIsAskedAgain() throws IOException {
        proxy.arm(new Fault(Kind.STALL, PUT, 0, 1));
        assertWritten(700);
        proxy.arm(new Fault(Kind.STALL, GET, 0, 1));
        assertWritten(700);
        assertEquals(1, proxy.happened());
    }

    @Test
    void aRefusalIsNotRepeated() throws IOException {
        proxy.arm(new Fault(Kind.ANSWER, PUT, 403, 9, "AccessDenied"));
        ExtentsUnavailableException refused =
                assertThrows(
                        ExtentsUnavailableException.class,
                        () -> fixture.write(extents, fixture.bytes(100)));
        assertEquals(1, proxy.happened());
        assertEquals(
                "writing "
                        + "0".repeat(15)
                        + "1/"
                        + "0".repeat(15)
                        + "1: S3 answered 403"
                        + " AccessDenied",
                refused.getMessage());
    }

    @Test
    void aQuotaIsAFullDisk() throws IOException {
        proxy.arm(new Fault(Kind.ANSWER, PUT, 403, 9, "QuotaExceeded"));
        assertThrows(DiskFullException.class, () -> fixture.write(extents, fixture.bytes(100)));
        assertEquals(1, proxy.happened());
    }

    @Test
    void anOutageFailsInBoundsAndLeavesNothingHalfDone() throws IOException {
        byte[] content = fixture.bytes(largeBytes());
        Extent before = fixture.put(extents, content);
        try (S3Extents engine = impatient()) {
            ExtentWriter open = engine.create(Fixture.OWNER, fixture.account);
            fixture.pour(open, content);
            proxy.down(true);
            assertThrows(ExtentsUnavailableException.class, open::finish);
            open.close();
            assertThrows(ExtentsUnavailableException.class, () -> fixture.read(engine, before));
            assertThrows(
                    ExtentsUnavailableException.class, () -> fixture.write(engine, new byte[100]));
            Deletion deletion = engine.delete(Fixture.OWNER, before.id());
            engine.free(List.of(deletion));
            proxy.down(false);
            assertArrayEquals(content, fixture.read(engine, before));
            fixture.put(engine, new byte[100]);
            assertEquals(2, S3Fixture.extents(bucket).size());
        }
        extents.close();
        extents = fixture.open(proxied(direct.limits()));
        extents.reclaim(List.of(Fixture.OWNER), () -> false);
        assertEquals(2, S3Fixture.extents(bucket).size());
        assertEquals(List.of(), bucket.uploads().page(Optional.empty()).uploads());
        assertArrayEquals(content, fixture.read(extents, before));
    }

    @Test
    void aServerThatIsDownIsWaitedFor() throws Exception {
        proxy.down(true);
        Thread healing =
                Thread.startVirtualThread(
                        () -> {
                            try {
                                Thread.sleep(700);
                                proxy.down(false);
                            } catch (IOException | InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        assertWritten(700);
        healing.join();
    }
}
