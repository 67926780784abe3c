package fr.bleu.app.backup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.keys.RootKey;
import fr.bleu.keys.SealingKey;
import fr.bleu.store.Key;
import fr.bleu.store.Table;
import fr.bleu.store.copy.Row;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each extent is copied once, whatever is deleted, added or cut between backups. */
class ExtentIndexTest {

    private static final Table TABLE = Table.of(33, "extent locations");
    private static final SealingKey ROOT = RootKey.generate(new SecureRandom()).backups();

    @TempDir Path temporary;
    private final Random random = new Random(4);
    private final TreeSet<Key> extents = new TreeSet<>();
    private Path root;
    private int copied;

    @BeforeEach
    void someExtents() {
        root = temporary.resolve("backups");
        for (int i = 0; i < 20_000; i++) {
            extents.add(extent(i));
        }
    }

    private static Key extent(long number) {
        return Key.of(new UUID(number % 3, 7), TABLE).id(new UUID(1, number));
    }

    @Test
    void onlyWhatIsNewIsCopied() throws IOException {
        assertHolds(backup());
        assertEquals(20_000, copied);
        extents.removeIf(it -> random.nextInt(10) == 0);
        for (int i = 0; i < 50; i++) {
            extents.add(extent(20_000 + i));
        }
        copied = 0;
        assertHolds(backup());
        assertEquals(50, copied);
    }

    /** Cut three times, each time a little later, as by a kill: nothing is closed. */
    @Test
    void aCutBackupIsGoneOnWith() throws IOException {
        for (int most : new int[] {8_000, 5_000, 5_000}) {
            copied = 0;
            assertThrows(IllegalStateException.class, () -> backup(most));
        }
        copied = 0;
        assertHolds(backup());
        assertTrue(copied < 8_000, () -> copied + " were copied again");
    }

    @Test
    void aPackThatIsGoneIsCopiedAgain() throws IOException {
        extents.removeIf(it -> random.nextInt(10) > 0);
        backup();
        try (Stream<Path> packs = Files.list(root.resolve("extents"))) {
            Files.delete(packs.findFirst().orElseThrow());
        }
        copied = 0;
        assertHolds(backup());
        assertTrue(copied > 0);
    }

    @Test
    void whatAnIndexChunkThatIsGoneNamedIsCopiedAgain() throws IOException {
        List<byte[]> index = backup();
        BackupFolder folder = BackupFolder.open(root);
        folder.delete(new Chunks(folder, ROOT).name(index.getFirst()));
        copied = 0;
        assertHolds(backup());
        assertTrue(copied > 0 && copied < 20_000, () -> copied + " were copied again");
    }

    /** Whoever asks for the bytes does not get the last of them. */
    @Test
    void aPackThatIsNotWhatWasWrittenIsNoticed() throws IOException {
        extents.removeIf(it -> random.nextInt(10) > 0);
        List<byte[]> chunks = backup();
        Path pack;
        try (Stream<Path> packs = Files.list(root.resolve("extents"))) {
            pack = packs.findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(pack);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= 1;
        }
        Files.write(pack, bytes);
        IOException refused = assertThrows(IOException.class, () -> assertHolds(chunks));
        assertTrue(refused.getMessage().contains("is not what was written"));
    }

    private List<byte[]> backup() throws IOException {
        return backup(Integer.MAX_VALUE);
    }

    private List<byte[]> backup(int most) throws IOException {
        BackupFolder folder = BackupFolder.create(root);
        ExtentIndex index = new ExtentIndex(folder, new Chunks(folder, ROOT), ROOT, random);
        for (Key extent : extents) {
            if (copied == most) {
                throw new IllegalStateException("cut");
            }
            index.add(this::copy, extent);
        }
        return index.finish();
    }

    private long copy(Key location, OutputStream out) throws IOException {
        copied++;
        byte[] bytes = location.bytes();
        out.write(bytes);
        return bytes.length;
    }

    private void assertHolds(List<byte[]> chunks) throws IOException {
        BackupFolder folder = BackupFolder.open(root);
        Iterator<Row> rows = RowChunks.read(new Chunks(folder, ROOT), chunks, Row.Kind.RECORD);
        List<Key> found = new ArrayList<>();
        while (rows.hasNext()) {
            Row row = rows.next();
            found.add(row.recordKey());
            if (found.size() % 97 == 0) {
                try (InputStream stored = Packs.read(folder, Packed.decode(row.value()))) {
                    assertArrayEquals(row.key(), stored.readAllBytes());
                }
            }
        }
        assertEquals(List.copyOf(extents), found);
    }
}
