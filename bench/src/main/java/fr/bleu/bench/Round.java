package fr.bleu.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one round of one server gave.
 *
 * @param cpuMicros CPU time of the server's process, user and system
 * @param latencies nanoseconds of every operation, ascending
 */
record Round(long nanos, long cpuMicros, long[] latencies) {

    int operations() {
        return latencies.length;
    }

    double perSecond() {
        return operations() * 1e9 / nanos;
    }

    double cpuMicrosPerOperation() {
        return (double) cpuMicros / operations();
    }

    /** The latency in milliseconds that this share of the operations did not exceed. */
    double millis(double share) {
        int index = (int) Math.ceil(share * operations()) - 1;
        return latencies[Math.clamp(index, 0, operations() - 1)] / 1e6;
    }

    /** The median of a figure over rounds. */
    static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return median(rounds.stream().mapToDouble(figure).toArray());
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
