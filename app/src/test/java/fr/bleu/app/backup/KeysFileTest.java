package fr.bleu.app.backup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.app.CommandFailure;
import fr.bleu.keys.PrivateFiles;
import fr.bleu.keys.RootKey;
import fr.bleu.keys.SealingKey;
import fr.bleu.store.copy.Row;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any number of keys, all of them or none, until they expire. */
class KeysFileTest {

    private static final SealingKey ROOT = RootKey.generate(new SecureRandom()).backups();
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final KeysFile.Header HEADER =
            new KeysFile.Header("instance", "backup", NOW, NOW.plus(Duration.ofDays(35)));
    private static final int ROWS = 12_000;

    @TempDir Path temporary;
    private Path file;

    @BeforeEach
    void folder() throws IOException {
        PrivateFiles.createFolder(temporary.resolve("apart"));
        file = temporary.resolve("apart").resolve("keys");
    }

    private static byte[] value(int number) {
        return ByteBuffer.allocate(200).putInt(number).array();
    }

    private KeysWriter writer() throws IOException {
        KeysFile.Content content =
                new KeysFile.Content(
                        3, new byte[] {7}, "checkpoint", "vkey", Map.of("a", value(1)));
        return new KeysWriter(file, HEADER, ROOT, new byte[32], content);
    }

    private void write(int rows) throws IOException {
        try (KeysWriter writer = writer()) {
            for (int i = 0; i < rows; i++) {
                writer.add(ByteBuffer.allocate(20).putInt(i).array(), value(i));
            }
            writer.finish();
        }
    }

    private KeysFile.Opened open() throws IOException {
        return KeysFile.open(file, ROOT, NOW);
    }

    private int read() throws IOException {
        int count = 0;
        try (KeysReader keys = open().keys()) {
            for (var rows = keys.next(); rows.isPresent(); rows = keys.next()) {
                for (Iterator<Row> all = rows.get(); all.hasNext(); count++) {
                    assertArrayEquals(value(count), all.next().value());
                }
            }
        }
        return count;
    }

    private void alter(UnaryOperator<List<String>> how) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        Files.write(file, how.apply(lines));
    }

    /** However many there are, no line holds more than some of them. */
    @Test
    void noLineGrowsWithTheNumberOfKeys() throws IOException {
        write(ROWS);
        assertEquals(ROWS, read());
        List<String> lines = Files.readAllLines(file);
        assertTrue(lines.size() > 10, () -> lines.size() + " lines");
        assertTrue(lines.stream().allMatch(it -> it.length() < 400_000));
        assertArrayEquals(value(1), open().content().files().get("a"));
    }

    @Test
    void noneAreAFileToo() throws IOException {
        write(0);
        assertEquals(0, read());
    }

    @Test
    void linesThatAreMissingOrMovedAreNoticed() throws IOException {
        write(ROWS);
        List<String> whole = Files.readAllLines(file);
        List<UnaryOperator<List<String>>> ways =
                List.of(
                        it -> it.subList(0, it.size() - 1),
                        it -> {
                            it.remove(it.size() - 2);
                            return it;
                        },
                        it -> {
                            it.set(3, it.set(4, it.get(3)));
                            return it;
                        });
        for (UnaryOperator<List<String>> way : ways) {
            alter(way);
            assertThrows(DamagedBackupException.class, this::read);
            alter(_ -> whole);
        }
        assertEquals(ROWS, read());
    }

    @Test
    void itOpensNothingOnceItHasExpired() throws IOException {
        write(1);
        KeysFile.open(file, ROOT, HEADER.expires().minusSeconds(1));
        assertThrows(CommandFailure.class, () -> KeysFile.open(file, ROOT, HEADER.expires()));
        alter(
                it -> {
                    it.set(0, it.get(0).replace("\"expires\":\"2026", "\"expires\":\"2027"));
                    return it;
                });
        assertThrows(CommandFailure.class, this::open);
    }

    /** One that was given up or cut is none, and not in the way. */
    @Test
    void whatWasNotFinishedIsNoFile() throws IOException {
        try (KeysWriter writer = writer()) {
            writer.add(new byte[] {1}, value(1));
        }
        assertFalse(Files.exists(file));
        KeysWriter cut = writer();
        cut.add(new byte[] {1}, value(1));
        assertFalse(Files.exists(file));
        write(2);
        assertEquals(2, read());
        cut.close();
    }
}
