package fr.bleu.store.embedded;

import fr.bleu.store.LedgerMismatchException;
import fr.bleu.store.StoppedStore;
import fr.bleu.store.Store;
import fr.bleu.store.StoreUnusableException;
import fr.bleu.store.copy.StoreLoad;
import fr.bleu.store.disk.Disk;
import fr.bleu.store.disk.RealDisk;
import fr.bleu.store.engine.Head;
import fr.bleu.store.engine.ViewedStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens embedded stores. */
public final class Stores {

    private Stores() {}

    /**
     * A store on RocksDB in a folder, created if it is missing or empty.
     *
     * @throws LedgerMismatchException when its ledger is behind the last published checkpoint
     * @throws StoreUnusableException when the folder is in use, foreign, of a newer format, damaged
     *     or unreadable; nothing in it was changed
     */
    public static Store rocksdb(Path folder, StoreOptions options) {
        RocksFolder taken = RocksFolder.take(folder);
        try {
            taken.cutLogTail();
            requireLedger(taken, options);
            return EmbeddedStore.open(RocksEngine.open(taken.database()), options, taken::close);
        } catch (RuntimeException e) {
            taken.close();
            throw e;
        }
    }

    /**
     * The store in a folder, for reading alone: nothing of it is written, not even what recovery
     * would write.
     *
     * @throws StoreUnusableException when there is none, it is in use, foreign, of a newer format
     *     or unreadable, or its log has a damaged end
     */
    public static StoppedStore stopped(Path folder) {
        if (Files.notExists(folder)) {
            throw new StoreUnusableException("there is no store in " + folder);
        }
        RocksFolder taken = RocksFolder.take(folder);
        try {
            if (!taken.hasDatabase()) {
                throw new StoreUnusableException("there is no store in " + folder);
            }
            taken.requireWholeLog();
            RocksEngine engine = RocksEngine.openReadOnly(taken.database());
            return new ViewedStore(engine, Head.read(engine), taken::close);
        } catch (RuntimeException e) {
            taken.close();
            throw e;
        }
    }

    /**
     * Tests, without opening it or writing to it, that a folder is a store's and of a format that
     * this version reads, or is not there yet.
     *
     * @throws StoreUnusableException when it is foreign, of a newer format or unreadable
     */
    public static void requireReadable(Path folder) {
        if (Files.notExists(folder)) {
            return;
        }
        try {
            RocksFolder.requireOurs(folder, new RealDisk(folder));
        } catch (IOException e) {
            throw new StoreUnusableException(
                    "the store's folder " + folder + " cannot be read: " + e, e);
        }
    }

    /**
     * Begins to fill a store in a folder that is missing or empty.
     *
     * @throws StoreUnusableException when it is not
     */
    public static StoreLoad load(Path folder) {
        return new StoreLoad(RocksLoad.into(folder));
    }

    /**
     * A store in memory with a journal on {@code disk}: for tests and fault injection, since
     * nothing bounds its memory.
     *
     * @throws LedgerMismatchException when its ledger is behind the last published checkpoint
     * @throws StoreUnusableException when the disk is foreign, of a newer format or unreadable
     */
    public static Store memory(Disk disk, StoreOptions options) {
        return EmbeddedStore.open(MemoryEngine.open(disk), options, () -> {});
    }

    /**
     * Tests the ledger before the database is opened for writing: opening recovers, which would
     * drop what is left of a damaged log.
     */
    private static void requireLedger(RocksFolder folder, StoreOptions options) {
        if (options.minimumLedgerSize() == 0) {
            return;
        }
        if (!folder.hasDatabase()) {
            throw new LedgerMismatchException(
                    "the store is empty; its last published checkpoint has %d entries"
                            .formatted(options.minimumLedgerSize()));
        }
        try (RocksEngine engine = RocksEngine.openReadOnly(folder.database())) {
            EmbeddedStore.requireLedger(engine, options);
        }
    }
}
