package fr.bleu.store.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest extends DiskContract {

    private final SimulatedDisk disk = new SimulatedDisk(1);

    @Override
    Disk disk() {
        return disk;
    }

    @Test
    void aCrashKeepsWhatWasForcedAndAnyPartOfTheRest() throws IOException {
        Set<String> seen = new TreeSet<>();
        for (long seed = 0; seed < 200; seed++) {
            SimulatedDisk crashing = new SimulatedDisk(seed);
            try (DiskFile file = crashing.create("a")) {
                append(file, "12");
                file.force();
                crashing.forceFolder("");
                append(file, "34");
            }
            crashing.crash();
            seen.add(read(crashing.open("a")));
        }
        assertEquals(Set.of("12", "123", "1234", "12\0\0"), seen);
    }

    @Test
    void aNameThatWasNotForcedMayBeLost() throws IOException {
        Set<Boolean> seen = new TreeSet<>();
        for (long seed = 0; seed < 50; seed++) {
            SimulatedDisk crashing = new SimulatedDisk(seed);
            crashing.create("a").force();
            crashing.crash();
            seen.add(crashing.exists("a"));
        }
        assertEquals(Set.of(false, true), seen);
    }

    @Test
    void aSyncAfterAFailedOneSavesNothingOfIt() throws IOException {
        Set<Integer> lengths = new TreeSet<>();
        for (long seed = 0; seed < 50; seed++) {
            SimulatedDisk failing = new SimulatedDisk(seed);
            DiskFile file = failing.create("a");
            failing.forceFolder("");
            append(file, "1");
            failing.failAtSync(1);
            assertThrows(IOException.class, file::force);
            file.force();
            failing.crash();
            lengths.add(read(failing.open("a")).length());
        }
        assertEquals(Set.of(0, 1), lengths);
    }

    @Test
    void withoutPowerNothingWorksAndOldHandlesStayDead() throws IOException {
        DiskFile file = disk.create("a");
        disk.powerOffAtSync(1);
        assertThrows(SimulatedDisk.PowerLostException.class, file::force);
        assertThrows(SimulatedDisk.PowerLostException.class, () -> disk.exists("a"));
        disk.crash();
        assertThrows(SimulatedDisk.PowerLostException.class, file::size);
        assertTrue(disk.list("").size() <= 1);
    }

    @Test
    void aFullDiskTakesNothingAndPunchingMakesRoom() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        disk.capacity(8192);
        byte[] block = new byte[4096];
        try (DiskFile file = disk.create("a")) {
            file.write(0, block, 0, 4096);
            file.write(8192, block, 0, 4096);
            assertEquals(0, disk.usableBytes());
            file.write(0, block, 0, 4096);
            IOException full = assertThrows(IOException.class, () -> file.write(4096, block, 0, 1));
            assertEquals("No space left on device", full.getMessage());
            disk.punch("a", 0, 4096);
            file.write(4096, block, 0, 4096);
            disk.delete("a");
            assertEquals(8192, disk.usableBytes());
        }
    }
}
