package fr.bleu.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The arithmetic of what is reported. */
class RoundTest {

    private static Round hundredOperations() {
        long[] latencies = LongStream.rangeClosed(1, 100).map(i -> i * 1_000_000).toArray();
        return new Round(2_000_000_000L, 5_000, latencies);
    }

    @Test
    void ratesArePerSecondAndPerOperation() {
        assertEquals(50, hundredOperations().perSecond());
        assertEquals(50, hundredOperations().cpuMicrosPerOperation());
    }

    @Test
    void aPercentileIsTheLatencyThatTheShareDidNotExceed() {
        assertEquals(50, hundredOperations().millis(0.50));
        assertEquals(99, hundredOperations().millis(0.99));
        assertEquals(100, hundredOperations().millis(1));
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        assertEquals(2.5, Round.median(new double[] {9, 1, 2, 3}));
        assertEquals(50, Round.median(List.of(hundredOperations()), round -> round.millis(0.50)));
    }
}
