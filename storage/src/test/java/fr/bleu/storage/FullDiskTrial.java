package fr.bleu.storage;

import fr.bleu.store.disk.RealDisk;
import fr.bleu.store.disk.SimulatedDisk;
import fr.bleu.store.embedded.StoreOptions;
import fr.bleu.store.embedded.Stores;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * Fills a small real disk with blobs to its very end: {@code FullDiskTrial FOLDER}, on {@code mount
 * -t tmpfs -o size=64m}. What {@link FullDiskTest} does on a simulated one.
 */
final class FullDiskTrial {
    private FullDiskTrial() {}

    public static void main(String[] args) {
        var store = Stores.memory(new SimulatedDisk(1), StoreOptions.of(new TestClock()));
        try (World world = World.on(store, new RealDisk(Path.of(args[0])), 0)) {
            world.send("PUT", "/con?restype=container");
            int taken = fill(world);
            System.out.println("took " + taken + " MiB, then 503 ServerBusy");
            check(world, 0, taken);
            for (int i = 0; i < taken / 2; i++) {
                world.send("DELETE", "/con/b" + i);
            }
            world.housekeeping.sweep();
            int again = fill(world);
            System.out.println("deleted " + taken / 2 + ", took " + again + " more or anew");
            check(world, 0, again);
        }
    }

    private static int fill(World world) {
        for (int i = 0; ; i++) {
            String outcome = World.outcome(world.put("/con/b" + i, body(i)));
            if (outcome.equals("503 ServerBusy")) {
                return i;
            }
            if (!outcome.equals("201")) {
                throw new AssertionError(outcome);
            }
        }
    }

    private static void check(World world, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Arrays.equals(body(i), World.bytes(world.send("GET", "/con/b" + i)))) {
                throw new AssertionError("blob " + i + " is not whole");
            }
        }
    }

    private static byte[] body(int number) {
        byte[] body = new byte[1 << 20];
        new Random(number).nextBytes(body);
        return body;
    }
}
