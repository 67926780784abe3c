package fr.bleu.store.postgres;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Key;
import fr.bleu.store.engine.EngineView.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Keys cut into rows come back whole and in order, against a sorted map of whole keys. */
class LongKeysTest {

    private static final byte[] MARKER = {1};

    private final TreeMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
    private final TreeMap<byte[], byte[]> keys = new TreeMap<>(Arrays::compareUnsigned);

    @Test
    void scansOfKeysOfEveryLengthAreThoseOfASortedMap() throws Exception {
        for (long seed = 0; seed < 50; seed++) {
            rows.clear();
            keys.clear();
            Random random = new Random(seed);
            for (int i = 0; i < 60; i++) {
                put(key(random), new byte[] {1, (byte) i});
            }
            for (int i = 0; i < 60; i++) {
                compare(random, "seed " + seed);
            }
        }
    }

    @Test
    void noRowIsLongerThanAnIndexTakes() {
        byte[] longest = new byte[Key.MAX_BYTES];
        LongKeys.markers(longest).forEach(row -> assertTrue(row.length < 2_600));
        assertTrue(LongKeys.row(longest).length < 2_600);
        assertEquals(3, LongKeys.markers(longest).size());
        assertEquals(3, LongKeys.areas(longest).size());
    }

    private void compare(Random random, String message) throws Exception {
        byte[] one = key(random);
        byte[] other = key(random);
        boolean ordered = Arrays.compareUnsigned(one, other) < 0;
        byte[] from = ordered ? one : other;
        byte[] to = ordered ? other : one;
        int limit = 1 + random.nextInt(70);
        List<Entry> found = LongKeys.scan(this::scan, from, to, limit);
        List<byte[]> expected = keys.subMap(from, to).keySet().stream().limit(limit).toList();
        assertEquals(expected.size(), found.size(), message);
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), found.get(i).key(), message);
            assertArrayEquals(keys.get(expected.get(i)), found.get(i).value(), message);
        }
    }

    private void put(byte[] key, byte[] value) {
        LongKeys.markers(key).forEach(marker -> rows.put(marker, MARKER));
        rows.put(LongKeys.row(key), value);
        keys.put(key, value);
    }

    private List<Entry> scan(byte[] from, byte[] to, int limit) {
        List<Entry> page = new ArrayList<>();
        rows.subMap(from, to).entrySet().stream()
                .limit(limit)
                .forEach(row -> page.add(new Entry(row.getKey(), row.getValue())));
        return page;
    }

    /** Keys of few bytes' values, so that many share parts, and of lengths about whole parts. */
    private static byte[] key(Random random) {
        int parts = random.nextInt(4);
        int length = Math.max(1, parts * LongKeys.PART + random.nextInt(-2, 3));
        byte[] key = new byte[length];
        Arrays.fill(key, (byte) 1);
        for (int i = 0; i < 2; i++) {
            int part = random.nextInt(4) * LongKeys.PART;
            int at = part + random.nextInt(-2, 2);
            if (at > 0 && at < length) {
                key[at] = (byte) random.nextInt(3);
            }
        }
        return key;
    }
}
