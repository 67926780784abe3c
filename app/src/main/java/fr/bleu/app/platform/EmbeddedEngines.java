package fr.bleu.app.platform;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.operator.Monitoring;
import fr.bleu.extents.ExtentMove;
import fr.bleu.extents.ExtentOptions;
import fr.bleu.extents.Extents;
import fr.bleu.extents.FileExtents;
import fr.bleu.ledger.Checkpoint;
import fr.bleu.storage.Collector;
import fr.bleu.store.Room;
import fr.bleu.store.Store;
import fr.bleu.store.StoreUnusableException;
import fr.bleu.store.disk.RealDisk;
import fr.bleu.store.embedded.StoreOptions;
import fr.bleu.store.embedded.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** RocksDB and files in the data folder: one machine. */
final class EmbeddedEngines implements Engines {
    private final Instance instance;
    private final Monitoring monitoring;
    private final SecureRandom random;

    EmbeddedEngines(Instance instance, Monitoring monitoring, SecureRandom random) {
        this.instance = instance;
        this.monitoring = monitoring;
        this.random = random;
    }

    @Override
    public Store store(Optional<Checkpoint> published) {
        RealDisk disk = new RealDisk(instance.data());
        if (Room.of(disk.usableBytes(), Room.RESERVE_BYTES) == Room.NONE) {
            throw new CommandFailure(
                    "the disk of "
                            + instance.data()
                            + " is full: the cloud needs "
                            + mib(Room.RESERVE_BYTES / 2)
                            + " MiB to start, and "
                            + mib(Room.RESERVE_BYTES)
                            + " MiB to take writes");
        }
        StoreOptions options =
                StoreOptions.of(InstantSource.system())
                        .withListener(monitoring.commits())
                        .withRoom(() -> Room.of(disk.usableBytes(), Room.RESERVE_BYTES));
        StoreOptions bounded =
                published
                        .map(it -> options.withMinimumLedger(it.size(), it.root()))
                        .orElse(options);
        try {
            return Stores.rocksdb(instance.store(), bounded);
        } catch (StoreUnusableException e) {
            throw new CommandFailure(e.getMessage());
        }
    }

    private static long mib(long bytes) {
        return bytes >> 20;
    }

    @Override
    public Duration collectorGrace() {
        return Collector.ALONE;
    }

    @Override
    public boolean isBeingFilled() {
        return ExtentMove.isUnderWay(instance.extents());
    }

    @Override
    public Extents extents(Store store) throws IOException {
        Files.createDirectories(instance.extents());
        return FileExtents.open(
                monitoring.watched(new RealDisk(instance.extents())),
                store,
                store.clock(),
                random,
                ExtentOptions.standard(),
                StoreOptions.of(store.clock()).fatal()::accept);
    }
}
