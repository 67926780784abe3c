package fr.bleu.app.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.store.StoreFailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Ready means: the store answers, the ledger is signed, and it is not draining. */
final class ReadinessTest {

    private final AtomicReference<Duration> unsigned = new AtomicReference<>(Duration.ZERO);

    @Test
    void itIsReadyWhereAllHolds() {
        assertEquals(List.of(), new Readiness(() -> {}, unsigned::get).reasons());
    }

    @Test
    void aStoreThatFailsIsNot() {
        Readiness readiness =
                new Readiness(
                        () -> {
                            throw new IllegalStateException("closed");
                        },
                        unsigned::get);
        assertEquals(List.of("the store does not answer"), readiness.reasons());
    }

    /** Lost just after it was asked: how much is unsigned is the store's to say, too. */
    @Test
    void aStoreThatFailsWhenItTellsHowMuchIsUnsignedIsNot() {
        Readiness readiness =
                new Readiness(
                        () -> {},
                        () -> {
                            throw new StoreFailedException("lost", new IOException());
                        });
        assertEquals(List.of("the store does not answer"), readiness.reasons());
    }

    /** However often it is asked meanwhile. */
    @Test
    void aStoreThatHangsIsAskedOnceUntilItAnswers() {
        CountDownLatch hangs = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        Readiness readiness =
                new Readiness(
                        () -> {
                            asked.incrementAndGet();
                            awaitQuietly(hangs);
                        },
                        unsigned::get);
        assertEquals(List.of("the store does not answer"), readiness.reasons());
        assertEquals(List.of("the store does not answer"), readiness.reasons());
        assertEquals(1, asked.get());
        hangs.countDown();
        assertEquals(List.of(), readiness.reasons());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aLedgerThatIsNotSignedIsNot() {
        Readiness readiness = new Readiness(() -> {}, unsigned::get);
        unsigned.set(Duration.ofSeconds(11));
        assertEquals(List.of("the ledger has not been signed for 11 s"), readiness.reasons());
        unsigned.set(Duration.ofSeconds(2));
        assertEquals(List.of(), readiness.reasons());
    }

    /** The store is not asked any more: it is about to close. */
    @Test
    void whatIsDrainingIsNotAndAsksNobody() {
        AtomicInteger asked = new AtomicInteger();
        Readiness readiness = new Readiness(asked::incrementAndGet, unsigned::get);
        readiness.drain();
        assertEquals(List.of("it is draining"), readiness.reasons());
        assertEquals(0, asked.get());
    }
}
