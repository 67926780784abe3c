package fr.bleu.store.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Changes;
import fr.bleu.store.StoppedStore;
import fr.bleu.store.Store;
import fr.bleu.store.StoreUnusableException;
import fr.bleu.store.TestClock;
import fr.bleu.store.copy.Row;
import fr.bleu.store.copy.StoreLoad;
import fr.bleu.store.copy.StoreMoment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stopped store is gone over row by row; one bit of any row is found, and told where it is. */
final class StoppedStoreTest {

    /** More than two complete tiles. */
    private static final int ENTRIES = 600;

    @TempDir Path folder;
    private final TestClock clock = new TestClock();
    private final Random random = new Random(4);
    private int copies;

    @BeforeEach
    void fill() {
        try (Store store = Stores.rocksdb(sound(), StoreOptions.of(clock))) {
            for (int i = 0; i < ENTRIES; i += 2) {
                store.commit(
                        Changes.withEntries(
                                Changes.id(clock, random),
                                List.of(),
                                List.of(Changes.put("r" + i, "value")),
                                Changes.entry(1, "first " + i, true),
                                Changes.entry(2, "second " + i, false)));
            }
        }
    }

    private Path sound() {
        return folder.resolve("sound");
    }

    private static List<String> found(Path store) {
        List<String> found = new ArrayList<>();
        try (StoppedStore stopped = Stores.stopped(store)) {
            StoppedStore.Verified all =
                    stopped.verify(table -> table == Changes.TABLE.id(), found::add);
            assertEquals(ENTRIES / 2, all.records());
        }
        return found;
    }

    /** What is found in a copy of the store in which rows were altered, or taken away by null. */
    private String onlyFinding(Function<Row, Row> altered) throws Exception {
        Path copy = folder.resolve("copy" + copies++);
        int changed = 0;
        try (StoppedStore source = Stores.stopped(sound());
                StoreMoment moment = StoreMoment.of(source);
                StoreLoad load = Stores.load(copy)) {
            for (Row.Kind kind : Row.Kind.values()) {
                for (Iterator<Row> rows = moment.rows(kind); rows.hasNext(); ) {
                    Row row = rows.next();
                    Row now = altered.apply(row);
                    changed += row.equals(now) ? 0 : 1;
                    if (now != null) {
                        load.put(now);
                    }
                }
            }
            load.finish(moment.head());
        }
        assertEquals(1, changed);
        List<String> found = found(copy);
        assertEquals(1, found.size(), found.toString());
        return found.getFirst();
    }

    private static Function<Row, Row> ledger(char kind, long index, Function<Row, Row> altered) {
        return row -> {
            boolean meant =
                    row.kind() == Row.Kind.LEDGER
                            && row.key()[1] == kind
                            && row.key()[row.key().length - 1] == (byte) index
                            && row.key()[row.key().length - 2] == (byte) (index >> 8);
            return meant ? altered.apply(row) : row;
        };
    }

    /** The first row of a kind. */
    private static Function<Row, Row> first(Row.Kind kind, Function<Row, Row> altered) {
        boolean[] done = {false};
        return row -> {
            if (row.kind() != kind || done[0]) {
                return row;
            }
            done[0] = true;
            return altered.apply(row);
        };
    }

    private static Row flippedValue(Row row, int at) {
        byte[] value = row.value().clone();
        value[at < 0 ? value.length + at : at] ^= 1;
        return new Row(row.kind(), row.key(), value);
    }

    private static Row flippedKey(Row row, int at) {
        byte[] key = row.key().clone();
        key[at < 0 ? key.length + at : at] ^= 4;
        return new Row(row.kind(), key, row.value());
    }

    private static void assertSays(String expected, String found) {
        assertTrue(found.contains(expected), found);
    }

    @Test
    void aSoundOneHasNothingWrongAndIsNotChanged() throws Exception {
        List<String> before = contents();
        assertEquals(List.of(), found(sound()));
        assertEquals(before, contents());
    }

    private List<String> contents() throws Exception {
        List<String> contents = new ArrayList<>();
        try (Stream<Path> files = Files.walk(sound())) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                contents.add(file + " " + Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    @Test
    void itTakesNoChange() {
        try (StoppedStore stopped = Stores.stopped(sound())) {
            var change = Changes.of(Changes.id(clock, random), List.of(), List.of());
            assertThrows(UnsupportedOperationException.class, () -> stopped.commit(change));
            assertEquals(ENTRIES, stopped.ledger().size());
        }
    }

    @Test
    void aRunningStoreIsRefused() {
        Store running = Stores.rocksdb(sound(), StoreOptions.of(clock));
        assertThrows(StoreUnusableException.class, () -> Stores.stopped(sound()));
        running.close();
    }

    @Test
    void theFormatOfARecordsValue() throws Exception {
        assertSays(
                "no known format",
                onlyFinding(first(Row.Kind.RECORD, row -> flippedValue(row, 0))));
    }

    @Test
    void theFormatOfARecordsKey() throws Exception {
        // Another format byte sorts elsewhere, so that a later one is looked for, too.
        assertSays(
                "key has no known format",
                onlyFinding(
                        first(
                                Row.Kind.RECORD,
                                row -> {
                                    byte[] key = row.key().clone();
                                    key[0] = 0x41;
                                    return new Row(row.kind(), key, row.value());
                                })));
    }

    @Test
    void aVersionAboveTheHeads() throws Exception {
        assertSays(
                "the last is 300",
                onlyFinding(first(Row.Kind.RECORD, row -> flippedValue(row, 4))));
    }

    @Test
    void aTableThatThereIsNot() throws Exception {
        assertSays(
                "there is no such table",
                onlyFinding(first(Row.Kind.RECORD, row -> flippedKey(row, 17))));
    }

    @Test
    void anOutcome() throws Exception {
        assertSays("an outcome", onlyFinding(first(Row.Kind.OUTCOME, row -> flippedValue(row, 2))));
    }

    @Test
    void aLeafInACompleteTile() throws Exception {
        assertSays(
                "ledger tile 0/1 is not what the leaves have: entry 300 was altered",
                onlyFinding(ledger('l', 300, row -> flippedValue(row, -1))));
    }

    @Test
    void aLeafAtTheEdge() throws Exception {
        assertSays(
                "do not have the root of its head",
                onlyFinding(ledger('l', 599, row -> flippedValue(row, -1))));
    }

    @Test
    void aMissingLeaf() throws Exception {
        // The last of its tenant, so that nothing else speaks of it.
        assertSays("ledger entry 301 is missing", onlyFinding(ledger('l', 301, _ -> null)));
    }

    @Test
    void aTile() throws Exception {
        assertSays(
                "ledger tile 0/1 is not what the leaves have: entry 511",
                onlyFinding(ledger('t', 1, row -> flippedValue(row, -1))));
    }

    @Test
    void aMissingTile() throws Exception {
        assertSays("ledger tile 0/1 is missing", onlyFinding(ledger('t', 1, _ -> null)));
    }

    @Test
    void aListedEntry() throws Exception {
        assertSays(
                "ledger entry 44 is listed for another tenant",
                onlyFinding(ledger('i', 44, row -> flippedKey(row, 5))));
    }

    @Test
    void theFormatOfASealedEntry() throws Exception {
        assertSays(
                "ledger entry 7: what is sealed of it has no known format",
                onlyFinding(ledger('s', 7, row -> flippedValue(row, 0))));
    }

    @Test
    void aRowOfNoKind() throws Exception {
        assertSays(
                "a row of no known kind", onlyFinding(ledger('s', 8, row -> flippedKey(row, 1))));
    }

    /** As a restored store keeps the ledger that it had. */
    @Test
    void aTileOfAnEarlierGeneration() throws Exception {
        assertEquals(List.of(), found(restored("restored", row -> row)));
        List<String> found =
                found(restored("altered", ledger('t', 1, row -> flippedValue(row, -1))));
        assertEquals(1, found.size(), found.toString());
        assertSays("generation 1: ledger tile 0/1 is not what the leaves have", found.getFirst());
    }

    private Path restored(String name, Function<Row, Row> altered) throws Exception {
        Path copy = folder.resolve(name);
        try (StoppedStore source = Stores.stopped(sound());
                StoreMoment moment = StoreMoment.of(source);
                StoreLoad load = Stores.load(copy)) {
            for (Iterator<Row> rows = moment.rows(Row.Kind.RECORD); rows.hasNext(); ) {
                load.put(rows.next());
            }
            for (Iterator<Row> rows = moment.rows(Row.Kind.LEDGER); rows.hasNext(); ) {
                load.put(altered.apply(rows.next()).archived(1));
            }
            load.put(Row.archivedHead(1, moment.head()));
            load.finish(moment.head().withNewLedger());
        }
        return copy;
    }

    /** What a power failure leaves is not cut here, nor taken for the end. */
    @Test
    void aTornLogIsRefusedAndLeft() throws Exception {
        Path log;
        try (Stream<Path> files = Files.list(sound().resolve("rocksdb"))) {
            log = files.filter(it -> it.toString().endsWith(".log")).findFirst().orElseThrow();
        }
        Files.write(log, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        long torn = Files.size(log);
        var refused = assertThrows(StoreUnusableException.class, () -> Stores.stopped(sound()));
        assertSays("damaged end", refused.getMessage());
        assertEquals(torn, Files.size(log));
    }
}
