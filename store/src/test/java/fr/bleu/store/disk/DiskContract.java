package fr.bleu.store.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every disk does while it has power. */
abstract class DiskContract {

    abstract Disk disk() throws IOException;

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        try (DiskFile file = disk().create("a")) {
            append(file, "hello ");
            append(file, "world");
            file.write(1, "A".getBytes(StandardCharsets.US_ASCII), 0, 1);
            file.force();
        }
        try (DiskFile file = disk().open("a")) {
            assertEquals("hAllo world", read(file));
            assertEquals(5, file.read(6, new byte[20], 0, 20));
            assertEquals(0, file.read(11, new byte[20], 0, 20));
            file.truncate(3);
            assertEquals("hAl", read(file));
        }
    }

    @Test
    void aGapReadsAsZeros() throws IOException {
        try (DiskFile file = disk().create("a")) {
            file.write(3, new byte[] {7}, 0, 1);
            byte[] bytes = new byte[4];
            assertEquals(4, file.read(0, bytes, 0, 4));
            assertArrayEquals(new byte[] {0, 0, 0, 7}, bytes);
        }
    }

    @Test
    void namesAreCreatedListedRenamedAndDeleted() throws IOException {
        Disk disk = disk();
        disk.createFolder("f");
        disk.createFolder("f");
        disk.create("f/b").close();
        disk.create("f/a").close();
        assertEquals(List.of("a", "b"), disk.list("f"));
        assertEquals(List.of("f"), disk.list(""));
        disk.rename("f/a", "f/b");
        assertEquals(List.of("b"), disk.list("f"));
        disk.delete("f/b");
        disk.forceFolder("f");
        assertFalse(disk.exists("f/b"));
        assertTrue(disk.exists("f"));
    }

    @Test
    void missingAndExistingFilesAreTold() throws IOException {
        Disk disk = disk();
        disk.create("a").close();
        assertThrows(FileAlreadyExistsException.class, () -> disk.create("a"));
        assertThrows(NoSuchFileException.class, () -> disk.open("b"));
        assertThrows(NoSuchFileException.class, () -> disk.delete("b"));
        assertThrows(NoSuchFileException.class, () -> disk.create("none/b"));
    }

    @Test
    void aDeletedFileIsReadByWhoHasItOpen() throws IOException {
        try (DiskFile file = disk().create("a")) {
            append(file, "still");
            disk().delete("a");
            assertEquals("still", read(file));
        }
    }

    @Test
    void whatIsPunchedReadsAsZerosAndTheRestStays() throws IOException {
        Disk disk = disk();
        int block = 4096;
        byte[] ones = new byte[3 * block];
        Arrays.fill(ones, (byte) 1);
        try (DiskFile file = disk.create("a")) {
            file.write(0, ones, 0, ones.length);
            file.force();
            // tmpfs, ext4, xfs and btrfs can; what cannot is named by the failure.
            assertTrue(disk.punch("a", block, block));
            assertEquals(ones.length, file.size());
            byte[] read = new byte[ones.length];
            assertEquals(read.length, file.read(0, read, 0, read.length));
            Arrays.fill(ones, block, 2 * block, (byte) 0);
            assertArrayEquals(ones, read);
            assertTrue(disk.punch("a", 2 * block, 10 * block));
            assertEquals(ones.length, file.size());
        }
        assertThrows(NoSuchFileException.class, () -> disk.punch("none", 0, block));
        assertTrue(disk.usableBytes() > 0);
    }

    static void append(DiskFile file, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        file.append(bytes, 0, bytes.length);
    }

    static String read(DiskFile file) throws IOException {
        byte[] bytes = new byte[(int) file.size()];
        assertEquals(bytes.length, file.read(0, bytes, 0, bytes.length));
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
