package fr.bleu.storage;

import fr.bleu.keys.RootKey;
import fr.bleu.store.disk.SimulatedDisk;
import java.security.SecureRandom;
import java.util.Random;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * A platform that loses power and comes back, what every crash simulation stands on. Records and
 * extents lie on one disk, as in the product. It begins with {@code acct}.
 */
class Mortal implements AutoCloseable {
    final SimulatedDisk disk;
    final Random random;
    final TestClock clock = new TestClock();
    private final RootKey root = RootKey.generate(new SecureRandom());
    private final UUID tenant = UUID.randomUUID();
    private final UUID principal = UUID.randomUUID();
    World world;

    Mortal(long seed) {
        disk = new SimulatedDisk(seed);
        random = new Random(seed);
        world = open();
        world.bearAccount();
    }

    private World open() {
        return new World(clock, disk, disk, root, tenant, principal);
    }

    /** Loses power, if that has not happened, and starts again. */
    void restart() {
        stop();
        disk.crash();
        world = open();
    }

    private void stop() {
        try {
            world.close();
        } catch (RuntimeException e) {
            // What cannot be written without power is not missed.
        }
    }

    @Override
    public void close() {
        stop();
    }

    /**
     * Lets one life after the other lose power at the next sync, until one gets to its end.
     *
     * @param step 1 for every sync
     * @param birth a life, by the sync at which it will lose power
     * @param dies works, recovers, and tells whether power was lost before the end
     * @return how many lost it
     */
    static <L extends Mortal> int atEachSync(int step, LongFunction<L> birth, Predicate<L> dies) {
        int crashes = 0;
        for (int sync = 1; ; sync += step) {
            try (L life = birth.apply(sync)) {
                life.disk.powerOffAtSync(sync);
                if (!dies.test(life)) {
                    return crashes;
                }
                crashes++;
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("power lost at sync " + sync, e);
            }
        }
    }
}
