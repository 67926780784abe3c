package fr.bleu.storage;

import fr.bleu.extents.ExtentOptions;
import fr.bleu.keys.RootKey;
import fr.bleu.store.Store;
import fr.bleu.store.disk.Disk;
import fr.bleu.store.disk.SimulatedDisk;
import fr.bleu.store.embedded.StoreOptions;
import fr.bleu.store.embedded.Stores;
import fr.bleu.trust.Node;
import fr.bleu.trust.Place;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;

/**
 * What a {@link World} stands on.
 *
 * @param disk where the extents lie
 * @param simulated the same, if it is a simulated one; else null
 * @param tenant of {@code acct}
 * @param principal who owns the tenant
 */
record Ground(
        TestClock clock,
        Store store,
        Disk disk,
        SimulatedDisk simulated,
        ExtentOptions sizes,
        RootKey root,
        UUID tenant,
        UUID principal,
        Law law) {
    static final Place FRANCE = new Place("francecentral", "FR", "Exploitant SAS");

    /** Where the node stands, and what the operator's policy says. */
    record Law(Node node, List<Place> places, boolean publicData) {
        /**
         * @param publicData whether the operator's policy allows it
         */
        static Law france(boolean publicData) {
            return new Law(Node.alone(FRANCE), List.of(FRANCE), publicData);
        }

        /** A node in Germany; the operator's policy has regions there and in France. */
        static Law abroad() {
            return new Law(
                    new Node("node2", "site2", "DE", FRANCE.entity()),
                    List.of(FRANCE, new Place("germanywest", "DE", FRANCE.entity())),
                    false);
        }
    }

    /** New disks in memory. */
    static Ground fresh(Law law) {
        return inMemory(
                new TestClock(),
                new SimulatedDisk(1),
                new SimulatedDisk(2),
                RootKey.generate(new SecureRandom()),
                UUID.randomUUID(),
                UUID.randomUUID(),
                law);
    }

    /** Disks that may hold a platform already. */
    static Ground inMemory(
            TestClock clock,
            SimulatedDisk recordDisk,
            SimulatedDisk extentDisk,
            RootKey root,
            UUID tenant,
            UUID principal,
            Law law) {
        return new Ground(
                clock,
                Stores.memory(recordDisk, StoreOptions.of(clock).withFatal(failure -> {})),
                extentDisk,
                extentDisk,
                new ExtentOptions(4096, 8 << 20, 64 << 10, 1 << 20, 4096),
                root,
                tenant,
                principal,
                law);
    }

    /** The engines of the product, with its sizes and another reserve. */
    static Ground on(Store store, Disk extents, long reserveBytes) {
        ExtentOptions sizes = ExtentOptions.standard();
        return new Ground(
                new TestClock(),
                store,
                extents,
                null,
                new ExtentOptions(
                        sizes.chunkBytes(),
                        sizes.segmentBytes(),
                        sizes.firstRunBytes(),
                        sizes.largestRunBytes(),
                        sizes.alignBytes(),
                        reserveBytes),
                RootKey.generate(new SecureRandom()),
                UUID.randomUUID(),
                UUID.randomUUID(),
                Law.france(false));
    }
}
