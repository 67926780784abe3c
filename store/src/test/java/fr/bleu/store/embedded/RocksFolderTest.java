package fr.bleu.store.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The first start of a folder on a disk that loses power. */
class RocksFolderTest {

    private static final int SEEDS = 200;

    @Test
    void aFirstStartThatLostPowerIsTakenUpByTheNext() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            for (int sync = 1; sync <= 3; sync++) {
                SimulatedDisk disk = new SimulatedDisk(seed);
                disk.powerOffAtSync(sync);
                assertFalse(starts(disk), "there are three syncs");
                disk.crash();

                assertTrue(starts(disk), "power lost at sync " + sync + ", seed " + seed);
            }
        }
    }

    @Test
    void whatAFirstStartMadeOutlivesALossOfPower() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedDisk disk = new SimulatedDisk(seed);
            assertTrue(starts(disk));
            disk.crash();

            assertEquals(List.of("STORE", "rocksdb"), disk.list(""));
            assertTrue(RocksFolder.requireOurs(Path.of("data"), disk));
        }
    }

    @Test
    void aDatabaseFolderThatAKilledProcessMadeIsSyncedByTheNext() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedDisk disk = new SimulatedDisk(seed);
            RocksFolder.mark(disk);
            disk.createFolder("rocksdb");
            assertTrue(starts(disk));
            disk.crash();

            assertTrue(disk.exists("rocksdb"));
        }
    }

    /** False when the power went. */
    private static boolean starts(SimulatedDisk disk) throws IOException {
        try {
            if (!RocksFolder.requireOurs(Path.of("data"), disk)) {
                RocksFolder.mark(disk);
            }
            RocksFolder.makeDatabaseFolder(disk);
            return true;
        } catch (SimulatedDisk.PowerLostException e) {
            return false;
        }
    }
}
