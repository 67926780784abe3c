package fr.bleu.conformance.soak;

import java.util.Map;
import java.util.SplittableRandom;

/** A thread's choices. */
final class Dice {

    /** A tag that many blobs have, with one of few values. */
    static final String TAG = "u";

    static final int TAG_VALUES = 4;

    private static final int LARGE_PERCENT = 4;
    private static final int LARGE_BYTES = 2 << 20;
    private static final int SMALL_BYTES = 40_000;

    private final SplittableRandom random;

    Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    long next() {
        return random.nextLong();
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Content of a block blob: mostly small, never empty. */
    byte[] content() {
        return bytes(1 + below(below(100) < LARGE_PERCENT ? LARGE_BYTES : SMALL_BYTES));
    }

    Map<String, String> metadata() {
        return below(3) == 0 ? Map.of() : Map.of("m", Long.toHexString(next()), "n", "" + below(9));
    }

    Map<String, String> tags() {
        return below(3) == 0
                ? Map.of()
                : Map.of("t", Long.toHexString(next()), TAG, "" + below(TAG_VALUES));
    }
}
