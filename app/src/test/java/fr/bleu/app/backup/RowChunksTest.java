package fr.bleu.app.backup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.keys.RootKey;
import fr.bleu.keys.SealingKey;
import fr.bleu.store.copy.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was not changed between two backups is not written again, and nothing is readable. */
class RowChunksTest {

    private static final SealingKey ROOT = RootKey.generate(new SecureRandom()).backups();

    @TempDir Path temporary;
    private final Random random = new Random(6);
    private final Map<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);

    @Test
    void aFewNewRowsCostAFewChunks() throws IOException {
        for (int i = 0; i < 600; i++) {
            add();
        }
        List<byte[]> first = write();
        assertRead(first);
        assertTrue(first.size() > 5, () -> first.size() + " chunks");
        for (int i = 0; i < 3; i++) {
            add();
        }
        Chunks chunks = chunks();
        assertRead(write(chunks));
        assertTrue(chunks.written() <= 6, () -> chunks.written() + " chunks");
    }

    @Test
    void theLargestRowsAreReadBack() throws IOException {
        for (int i = 0; i < 5; i++) {
            rows.put(key(), random(1 << 20));
        }
        assertRead(write());
    }

    /** Not even who knows what is in a chunk can tell, without the root key, that it is there. */
    @Test
    void anotherRootKeyGivesOtherNamesAndNothingIsReadable() throws IOException {
        rows.put(key(), "canary ".repeat(100).getBytes(StandardCharsets.US_ASCII));
        write();
        String mine = name();
        assertFalse(
                Files.readString(temporary.resolve("b/chunks/" + mine), StandardCharsets.ISO_8859_1)
                        .contains("canary"));
        Files.delete(temporary.resolve("b/chunks/" + mine));
        SealingKey other = RootKey.generate(new SecureRandom()).backups();
        write(new Chunks(BackupFolder.create(temporary.resolve("b")), other));
        assertNotEquals(mine, name());
    }

    private String name() throws IOException {
        try (Stream<Path> files = Files.list(temporary.resolve("b/chunks"))) {
            return files.findFirst().orElseThrow().getFileName().toString();
        }
    }

    private void add() {
        rows.put(key(), random(random.nextInt(16_000)));
    }

    private byte[] key() {
        return random(20);
    }

    private byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        this.random.nextBytes(random);
        return random;
    }

    private Chunks chunks() throws IOException {
        return new Chunks(BackupFolder.create(temporary.resolve("b")), ROOT);
    }

    private List<byte[]> write() throws IOException {
        return write(chunks());
    }

    private List<byte[]> write(Chunks chunks) throws IOException {
        RowChunks writer = new RowChunks(chunks);
        for (var row : rows.entrySet()) {
            writer.add(row.getKey(), row.getValue());
        }
        return writer.finish();
    }

    private void assertRead(List<byte[]> hashes) throws IOException {
        Iterator<Row> read = RowChunks.read(chunks(), hashes, Row.Kind.RECORD);
        for (var row : rows.entrySet()) {
            Row found = read.next();
            assertArrayEquals(row.getKey(), found.key());
            assertArrayEquals(row.getValue(), found.value());
        }
        assertEquals(false, read.hasNext());
    }
}
