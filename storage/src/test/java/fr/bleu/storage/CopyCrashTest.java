package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Blobs are copied and their sources deleted at once, and the power is lost at each sync. */
class CopyCrashTest {
    private static final byte[] BYTES = new byte[40_000];
    private static final int PAIRS = 4;

    static {
        new Random(6).nextBytes(BYTES);
    }

    @Test
    void whatIsAcknowledgedIsThereAndReferencesAgree() throws InterruptedException {
        int sync = 1;
        while (crashes(sync)) {
            sync++;
        }
        assertTrue(sync > PAIRS, "only " + sync + " syncs");
    }

    /** Whether the fault came before the work was done. */
    private static boolean crashes(int sync) throws InterruptedException {
        int[] copied;
        try (Mortal life = new Mortal(100 + sync)) {
            life.world.send("PUT", "/con?restype=container");
            for (int i = 0; i < PAIRS; i++) {
                assertEquals("201", World.outcome(life.world.put("/con/s" + i, BYTES)));
            }
            life.disk.powerOffAtSync(sync);
            copied = work(life.world);
            life.restart();
            recovered(life.world, copied);
        }
        return java.util.Arrays.stream(copied).anyMatch(status -> status >= 500);
    }

    /** Copies one after the other, while another thread deletes the sources. */
    private static int[] work(World world) throws InterruptedException {
        Thread deleting =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    for (int i = 0; i < PAIRS; i++) {
                                        world.send("DELETE", "/con/s" + i);
                                    }
                                });
        int[] copied = new int[PAIRS];
        for (int i = 0; i < PAIRS; i++) {
            copied[i] =
                    world.send(
                                    world.request("PUT", "/con/t" + i)
                                            .with(
                                                    "x-ms-copy-source",
                                                    "https://localhost:8443/acct/con/s" + i))
                            .status();
        }
        deleting.join();
        return copied;
    }

    private static void recovered(World world, int[] copied) {
        CopyOracle.check(world);
        for (int i = 0; i < PAIRS; i++) {
            Answer get = world.send("GET", "/con/t" + i);
            boolean there = get.status() == 200;
            assertTrue(there || get.status() == 404, World.outcome(get));
            assertTrue(there || copied[i] != 202, "an acknowledged copy is lost");
            if (there) {
                assertArrayEquals(BYTES, World.bytes(get));
            }
        }
        world.housekeeping.sweep();
        SweepOracle.check(world.trust.records(), world.account("acct").id());
    }
}
