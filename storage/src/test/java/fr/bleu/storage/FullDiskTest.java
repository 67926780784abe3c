package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.store.Key;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** On a full disk writes fail with the protocol's code, reads go on, deletions make room. */
class FullDiskTest {
    private final Random random = new Random(7);

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void writesAreRefusedReadsGoOnAndDeletionsMakeRoom() {
        try (World world = new World()) {
            world.send("PUT", "/con?restype=container");
            byte[] kept = bytes(100_000);
            assertEquals(201, world.put("/con/kept", kept).status());
            assertEquals(201, world.put("/con/gone", bytes(400_000)).status());
            world.extentDisk.capacity(world.extentDisk.usedBytes() + 200_000);
            byte[] large = bytes(500_000);
            for (int i = 0; i < 3; i++) {
                Answer full = world.put("/con/large", large);
                assertEquals("503 ServerBusy", World.outcome(full));
                assertTrue(World.text(full).contains("No space is left"), World.text(full));
                assertEquals("10", World.header(full, "retry-after"));
            }
            assertEquals("503 ServerBusy", World.outcome(block(world, large)));
            assertArrayEquals(kept, World.bytes(world.send("GET", "/con/kept")));
            assertEquals(404, world.send("GET", "/con/large").status());
            assertEquals(202, world.send("DELETE", "/con/gone").status());
            world.housekeeping.sweep();
            assertEquals(201, world.put("/con/large", large).status());
            assertArrayEquals(large, World.bytes(world.send("GET", "/con/large")));
            assertArrayEquals(kept, World.bytes(world.send("GET", "/con/kept")));
        }
    }

    private static Answer block(World world, byte[] body) {
        return world.send(world.request("PUT", "/con/b?comp=block&blockid=AAAA").body(body));
    }

    @Test
    void whatIsRefusedAfterItsBodyCameLeavesNothingOnTheDisk() {
        try (World world = new World()) {
            world.send("PUT", "/con?restype=container");
            assertEquals(201, world.put("/con/b", bytes(20_000)).status());
            long before = world.extentDisk.usedBytes();
            for (int i = 0; i < 5; i++) {
                Answer refused =
                        world.send(
                                world.request("PUT", "/con/b")
                                        .with("x-ms-blob-type", "BlockBlob")
                                        .with("x-ms-blob-content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==")
                                        .body(bytes(50_000)));
                assertEquals("400 Md5Mismatch", World.outcome(refused));
            }
            assertEquals(before, world.extentDisk.usedBytes());
            Key locations = Key.of(world.account("acct").id(), SweepOracle.LOCATIONS);
            assertEquals(1, world.store.scanPrefix(locations, 10).size());
        }
    }
}
