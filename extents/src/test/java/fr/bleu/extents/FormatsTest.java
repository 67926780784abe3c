package fr.bleu.extents;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Bounds of what is read from disk and store, and of what is written there. */
class FormatsTest {

    private static final SegmentName SEGMENT = new SegmentName(1, 0);

    @Test
    void aHeaderCannotAskForMoreMemoryThanTheLargestChunk() throws Exception {
        int most = ExtentOptions.MAX_CHUNK_BYTES;
        assertEquals(most, ExtentLayout.of(ExtentLayout.header(most), 1L << 32).chunkBytes());
        for (int bad : new int[] {most + 1, Integer.MAX_VALUE, 0, -1}) {
            assertThrows(
                    ExtentDamagedException.class,
                    () -> ExtentLayout.of(ExtentLayout.header(bad), 1L << 32));
        }
    }

    @Test
    void neighbouringRunsAreOneInALocation() {
        List<Run> runs = List.of(new Run(SEGMENT, 0, 16), new Run(SEGMENT, 16, 32));
        assertEquals(List.of(new Run(SEGMENT, 0, 48)), Location.decode(Location.encode(runs)));
    }

    @Test
    void aLocationIsBoundedAndRefusedWhenItIsCut() {
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < Location.MAX_RUNS; i++) {
            runs.add(new Run(SEGMENT, i * 32, 16));
        }
        byte[] whole = Location.encode(runs);
        assertEquals(runs, Location.decode(whole));
        runs.add(new Run(SEGMENT, Location.MAX_RUNS * 32, 16));
        assertThrows(IllegalStateException.class, () -> Location.encode(runs));
        for (int cut : new int[] {0, 1, 4, 5, whole.length - 1}) {
            byte[] part = Arrays.copyOf(whole, cut);
            assertThrows(IllegalStateException.class, () -> Location.decode(part));
        }
    }

    @Test
    void aKeysBytesAreWipedOnceTheCipherHasThem() {
        byte[] key = new byte[ChunkCipher.KEY_BYTES];
        Arrays.fill(key, (byte) 7);
        ChunkCipher _ = new ChunkCipher(new UUID(1, 1), key);
        assertArrayEquals(new byte[ChunkCipher.KEY_BYTES], key);
    }
}
