package fr.bleu.bench;

import java.util.Arrays;

/** A list of nanoseconds. For one thread. */
final class Latencies {

    private long[] nanos = new long[1_024];
    private int count;

    void add(long value) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = value;
    }

    long[] all() {
        return Arrays.copyOf(nanos, count);
    }
}
