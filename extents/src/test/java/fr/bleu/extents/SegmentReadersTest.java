package fr.bleu.extents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fr.bleu.store.disk.DiskFile;
import fr.bleu.store.disk.SimulatedDisk;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Open files are bounded, and none is closed under a reader. */
class SegmentReadersTest {

    private static final int MOST_OPEN = 128;
    private static final int SEGMENTS = 2 * MOST_OPEN;

    private final FullDisk disk = new FullDisk(new SimulatedDisk(1));
    private final SegmentReaders readers = new SegmentReaders(disk);

    @BeforeEach
    void writeSegments() throws IOException {
        for (int i = 0; i < SEGMENTS; i++) {
            try (DiskFile file = disk.create(segment(i).fileName())) {
                file.write(0, new byte[] {(byte) i}, 0, 1);
            }
        }
    }

    @Test
    void noMoreFilesAreOpenThanTheLimit() throws IOException {
        for (int i = 0; i < SEGMENTS; i++) {
            assertEquals((byte) i, read(i));
        }
        assertEquals(MOST_OPEN, disk.openFiles);
    }

    @Test
    void aFileIsNotClosedUnderItsReader() throws IOException {
        disk.duringNextRead = this::readAllOthers;
        assertEquals(7, read(7));
        assertEquals(MOST_OPEN, disk.openFiles);
    }

    @Test
    void closingWaitsForReadersAndLetsNoMoreIn() throws IOException {
        read(1);
        disk.duringNextRead = readers::close;
        assertEquals(7, read(7));
        assertEquals(0, disk.openFiles);
        assertThrows(IOException.class, () -> read(1));
        assertEquals(0, disk.openFiles);
    }

    private void readAllOthers() {
        try {
            for (int i = 0; i < SEGMENTS; i++) {
                if (i != 7) {
                    read(i);
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private byte read(int segment) throws IOException {
        byte[] one = new byte[1];
        readers.read(segment(segment), 0, one, 0, 1);
        return one[0];
    }

    private static SegmentName segment(int number) {
        return new SegmentName(1, number);
    }
}
