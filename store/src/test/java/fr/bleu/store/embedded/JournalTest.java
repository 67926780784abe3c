package fr.bleu.store.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.disk.DiskFile;
import fr.bleu.store.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What lay behind a damaged record never comes back behind the record that takes its place. */
class JournalTest {

    private static final String FILE = "store/journal";

    private static final int HEADER_BYTES = 13;

    private static final int FRAME_BYTES = 8;

    @Test
    void whatFollowsADamagedRecordIsGoneForGood() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        writeTwoAndDamageTheFirst(disk);
        append(disk, "three");

        assertEquals(List.of("three"), replayed(disk));
    }

    @Test
    void norDoesALossOfPowerDuringTheNextAppendBringItBack() throws IOException {
        for (int seed = 0; seed < 200; seed++) {
            SimulatedDisk disk = new SimulatedDisk(seed);
            writeTwoAndDamageTheFirst(disk);
            List<String> before = new ArrayList<>();
            try (Journal journal = Journal.open(disk, replayed(before))) {
                disk.powerOffAtSync(1 + seed % 2);
                journal.append(bytes("three"));
            } catch (IOException e) {
                // The power went at the truncation's sync or at the record's own.
            }
            disk.crash();
            List<String> after = replayed(disk);
            assertTrue(after.isEmpty() || after.equals(List.of("three")), seed + ": " + after);
        }
    }

    private static void writeTwoAndDamageTheFirst(SimulatedDisk disk) throws IOException {
        append(disk, "first");
        append(disk, "other");
        try (DiskFile file = disk.open(FILE)) {
            file.write(HEADER_BYTES + FRAME_BYTES, bytes("x"), 0, 1);
            file.force();
        }
        assertEquals(List.of(), replayed(disk));
    }

    private static void append(SimulatedDisk disk, String text) throws IOException {
        try (Journal journal = Journal.open(disk, payload -> {})) {
            journal.append(bytes(text));
        }
    }

    private static List<String> replayed(SimulatedDisk disk) throws IOException {
        List<String> found = new ArrayList<>();
        Journal.open(disk, replayed(found)).close();
        return found;
    }

    private static Consumer<byte[]> replayed(List<String> found) {
        return payload -> found.add(new String(payload, StandardCharsets.US_ASCII));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
