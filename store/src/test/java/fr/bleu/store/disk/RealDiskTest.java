package fr.bleu.store.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealDiskTest extends DiskContract {

    @TempDir Path folder;

    @Override
    Disk disk() {
        return new RealDisk(folder);
    }

    @Test
    void filesAndFoldersAreTheirOwnersOnly() throws IOException {
        disk().create("a").close();
        disk().createFolder("f");

        assertEquals("rw-------", permissions("a"));
        assertEquals("rwx------", permissions("f"));
    }

    @Test
    void noPathLeavesTheDisk() {
        assertThrows(IllegalArgumentException.class, () -> disk().create("../a"));
        assertThrows(IllegalArgumentException.class, () -> disk().open("/etc/passwd"));
    }

    private String permissions(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(path)));
    }
}
