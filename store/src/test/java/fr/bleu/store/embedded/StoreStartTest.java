package fr.bleu.store.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Changes;
import fr.bleu.store.LedgerMismatchException;
import fr.bleu.store.Outcome;
import fr.bleu.store.Store;
import fr.bleu.store.StoreUnusableException;
import fr.bleu.store.TestClock;
import fr.bleu.store.disk.DiskFile;
import fr.bleu.store.disk.SimulatedDisk;
import fr.bleu.store.engine.EngineBatch;
import fr.bleu.store.engine.Layout;
import fr.bleu.store.engine.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store refuses to start on, and that it damages nothing then. */
class StoreStartTest {

    private final TestClock clock = new TestClock();
    private final Random random = new Random(1);
    private final StoreOptions options = StoreOptions.of(clock);

    @TempDir Path parent;

    @Test
    void aShortenedStoreOnRocksDbIsRefused() throws IOException {
        Path folder = parent.resolve("data");
        byte[] root = writeEntries(Stores.rocksdb(folder, options), 3);

        Stores.rocksdb(folder, options.withMinimumLedger(3, root)).close();
        List<String> before = files(folder);
        assertRefused("3 entries; its last published checkpoint has 4", folder, 4, root);
        assertEquals(before, files(folder));
    }

    @Test
    void anEmptyRocksDbStoreIsRefusedWhenThereWasAPublishedCheckpoint() {
        assertRefused("the store is empty", parent.resolve("data"), 1, new byte[32]);
        assertFalse(Files.exists(parent.resolve("data/rocksdb/CURRENT")));
    }

    @Test
    void anotherRootThanThePublishedOneIsRefused() throws IOException {
        Path folder = parent.resolve("data");
        byte[] root = writeEntries(Stores.rocksdb(folder, options), 3);
        root[0] ^= 1;

        assertRefused("not the one of its last published checkpoint", folder, 3, root);
    }

    @Test
    void aMemoryStoreWhoseJournalWasCutIsRefused() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        byte[] root = writeEntries(Stores.memory(disk, options), 3);
        try (DiskFile journal = disk.open("store/journal")) {
            journal.truncate(journal.size() - 1);
        }

        assertThrows(
                LedgerMismatchException.class,
                () -> Stores.memory(disk, options.withMinimumLedger(3, root)));
        try (Store store = Stores.memory(disk, options)) {
            assertEquals(2, store.ledger().size());
        }
    }

    @Test
    void aLeafThatIsNotTheHeadsIsFoundAtStart() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        writeEntries(Stores.memory(disk, options), 3);
        try (MemoryEngine engine = MemoryEngine.open(disk)) {
            byte[] leaf = engine.get(Space.LEDGER, Layout.leaf(1));
            leaf[30] ^= 1;
            EngineBatch batch = new EngineBatch();
            batch.put(Space.LEDGER, Layout.leaf(1), leaf);
            engine.write(batch);
        }

        StoreUnusableException refusal =
                assertThrows(StoreUnusableException.class, () -> Stores.memory(disk, options));
        assertTrue(refusal.getMessage().contains("damaged"), refusal.getMessage());
    }

    @Test
    void aFolderInUseIsRefusedAndItsUserGoesOn() {
        Path folder = parent.resolve("data");
        try (Store store = Stores.rocksdb(folder, options)) {
            StoreUnusableException refusal =
                    assertThrows(
                            StoreUnusableException.class, () -> Stores.rocksdb(folder, options));
            assertTrue(refusal.getMessage().endsWith("is in use by a running store"));
            assertInstanceOf(Outcome.Committed.class, commit(store));
        }
        Stores.rocksdb(folder, options).close();
    }

    @Test
    void aForeignFolderIsRefusedAndLeftAlone() throws IOException {
        Files.writeString(parent.resolve("letter.txt"), "dear");

        StoreUnusableException refusal =
                assertThrows(StoreUnusableException.class, () -> Stores.rocksdb(parent, options));

        assertEquals(parent + " is not a store of Bleu: it holds letter.txt", refusal.getMessage());
        assertEquals(List.of("letter.txt"), files(parent));
    }

    @Test
    void aNewerFormatIsRefused() throws IOException {
        Path folder = parent.resolve("data");
        Stores.rocksdb(folder, options).close();
        Stores.requireReadable(folder);
        Stores.requireReadable(parent.resolve("absent"));
        Files.writeString(folder.resolve("STORE"), "bleu-store 2\n");

        StoreUnusableException refusal =
                assertThrows(StoreUnusableException.class, () -> Stores.rocksdb(folder, options));
        assertTrue(refusal.getMessage().endsWith("store format 2; this version reads up to 1"));
        StoreUnusableException told =
                assertThrows(StoreUnusableException.class, () -> Stores.requireReadable(folder));
        assertEquals(refusal.getMessage(), told.getMessage());
    }

    @Test
    void aFirstStartThatWasCutShortIsContinued() throws IOException {
        Files.createFile(parent.resolve("LOCK"));
        Files.createFile(parent.resolve("STORE.new"));

        try (Store store = Stores.rocksdb(parent, options)) {
            assertInstanceOf(Outcome.Committed.class, commit(store));
        }
    }

    private void assertRefused(String message, Path folder, long size, byte[] root) {
        LedgerMismatchException refusal =
                assertThrows(
                        LedgerMismatchException.class,
                        () ->
                                Stores.rocksdb(folder, options.withMinimumLedger(size, root))
                                        .close());
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    }

    /** Commits entries, closes the store and gives its root. */
    private byte[] writeEntries(Store store, int count) {
        try (store) {
            for (int i = 0; i < count; i++) {
                commit(store);
            }
            return store.ledger().rootHash(count);
        }
    }

    private Outcome commit(Store store) {
        return store.commit(
                Changes.withEntries(
                        Changes.id(clock, random),
                        List.of(),
                        List.of(Changes.put("a", "x")),
                        Changes.entry(1, "e", true)));
    }

    /** Relative names and sizes of all files but RocksDB's own diary. */
    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("LOG"))
                    .map(file -> folder.relativize(file) + (size(file) > 0 ? ":" + size(file) : ""))
                    .map(name -> name.startsWith("letter.txt") ? "letter.txt" : name)
                    .sorted()
                    .toList();
        }
    }

    private static long size(Path file) {
        return file.toFile().length();
    }
}
