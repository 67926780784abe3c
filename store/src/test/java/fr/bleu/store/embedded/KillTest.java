package fr.bleu.store.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.ledger.Leaf;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Changes;
import fr.bleu.store.LedgerEntry;
import fr.bleu.store.Oracle;
import fr.bleu.store.Outcome;
import fr.bleu.store.Reads;
import fr.bleu.store.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that commits on RocksDB is killed at a random moment, again and again. */
class KillTest {

    private final Map<ChangeId, String> acknowledged = new HashMap<>();
    private final List<ChangeId> sent = new ArrayList<>();

    @Test
    void whatAKilledProcessAcknowledgedIsThereAndTheRestIsWhole(@TempDir Path folder)
            throws Exception {
        int rounds = Boolean.getBoolean("bleu.all") ? 20 : 3;
        long seed = System.nanoTime();
        System.out.println("store kill test: seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            runAndKill(folder, 5 + random.nextInt(400));
            verify(folder);
        }
        assertTrue(acknowledged.size() > rounds, "the child hardly committed");
        System.out.println("store kill test: " + acknowledged.size() + " acknowledged");
    }

    /** Runs the child, and kills it some milliseconds after its first acknowledgement. */
    private void runAndKill(Path folder, long afterMillis) throws Exception {
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KillChild.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            Thread killer = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read(line);
                if (killer == null && line.startsWith("acked ")) {
                    killer = Thread.startVirtualThread(() -> kill(child, afterMillis));
                }
            }
        } finally {
            child.destroyForcibly();
        }
        assertTrue(child.waitFor(20, TimeUnit.SECONDS));
        assertEquals(128 + 9, child.exitValue());
    }

    private static void kill(Process child, long afterMillis) {
        try {
            Thread.sleep(afterMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // By its handle, which leaves its output open: what it said last counts.
        if (!child.toHandle().destroyForcibly()) {
            throw new IllegalStateException("the child could not be killed");
        }
    }

    private void read(String line) {
        String[] parts = line.split(" ");
        // The last line may be torn by the kill; then it was not acknowledged.
        if (parts.length == 3 && parts[0].equals("sent") && parts[2].equals(".")) {
            sent.add(ChangeId.parse(parts[1]));
        } else if (parts.length == 4 && parts[0].equals("acked") && parts[3].equals(".")) {
            acknowledged.put(ChangeId.parse(parts[1]), parts[2]);
        }
    }

    private void verify(Path folder) throws IOException {
        try (Store store = Stores.rocksdb(folder, StoreOptions.of(InstantSource.system()))) {
            long committed = 0;
            for (ChangeId id : sent) {
                Optional<Outcome.Committed> outcome = store.resolve(id);
                String acked = acknowledged.get(id);
                if (acked != null) {
                    assertEquals(acked, describe(outcome.orElseThrow()), "acknowledged and lost");
                }
                assertWhole(store, id, outcome);
                committed += outcome.isPresent() ? 1 : 0;
            }
            assertEquals(committed, counter(store));
            assertEquals(committed, store.ledger().size());
            Oracle.assertLedgerVerifies(store.ledger());
            assertTimesGrow(Oracle.all(store.ledger()));
        }
    }

    private static void assertWhole(Store store, ChangeId id, Optional<Outcome.Committed> outcome) {
        for (String part : List.of("left/", "right/")) {
            Optional<Reads.Stored> record = store.get(Changes.key(part + id));
            assertEquals(
                    outcome.map(Outcome.Committed::sequence), record.map(Reads.Stored::version));
        }
        outcome.ifPresent(
                committed ->
                        assertArrayEquals(
                                id.toString().getBytes(StandardCharsets.UTF_8),
                                committed.entries().getFirst().sealed()));
    }

    private static void assertTimesGrow(List<LedgerEntry> entries) {
        long last = 0;
        for (LedgerEntry entry : entries) {
            long time = Leaf.decode(entry.leaf()).commitTimeMicros();
            assertTrue(time >= last, "commit time runs backwards");
            last = time;
        }
    }

    private static long counter(Store store) {
        return store.get(Changes.key("count"))
                .map(record -> ByteBuffer.wrap(record.value(), 1, Long.BYTES).getLong())
                .orElse(0L);
    }

    /** What the child prints of an outcome, and the parent compares after the kill. */
    static String describe(Outcome.Committed committed) {
        LedgerEntry entry = committed.entries().getFirst();
        return committed.sequence()
                + ":"
                + committed.commitTimeMicros()
                + ":"
                + entry.index()
                + ":"
                + HexFormat.of().formatHex(entry.leaf());
    }
}
