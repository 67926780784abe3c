package fr.bleu.store.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Changes;
import fr.bleu.store.NaiveStore;
import fr.bleu.store.Oracle;
import fr.bleu.store.Outcome;
import fr.bleu.store.Store;
import fr.bleu.store.TestClock;
import fr.bleu.store.Write;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * RocksDB's write-ahead log as a power failure may leave it: cut, or full of zeros or noise, at and
 * inside every record. Whatever ended before that place is there; the record at that place is not,
 * and nothing of it.
 */
class WalCutTest {

    private static final int CHANGES = 8;

    /** RocksDB's record header has 7 bytes. */
    private static final int HEAD_BYTES = 8;

    /** Prime, so that the places fall differently into each record. */
    private static final int INSIDE_STEP = 997;

    private static final int BLOCK_BYTES = 32 * 1024;
    private static final byte[] REUSED_TYPES = {5, 6, 7, 8, 11};

    private final TestClock clock = new TestClock();
    private final Random random = new Random(5);

    /** How long the log was after each commit, from none. */
    private final List<Long> ends = new ArrayList<>();

    private final List<Change> changes = new ArrayList<>();

    @TempDir Path folder;

    private enum Damage {
        CUT,
        ZEROS,
        NOISE,
        /** What looks like a record of a reused log, longer than what is left of the file. */
        REUSED
    }

    @Test
    void whatEndedBeforeTheDamageIsThereAndTheRestWhollyAbsent() throws Exception {
        Path source = folder.resolve("source");
        writeSource(source);
        int copies = 0;
        for (Damage damage : Damage.values()) {
            for (long at : places()) {
                Path copy = folder.resolve("copy" + copies++);
                copy(source, copy);
                long changed = damage(log(copy), at, damage);
                try {
                    assertRecovers(copy, changed);
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError(damage + " at " + at + ", records end " + ends, e);
                }
                delete(copy);
            }
        }
        System.out.println("store WAL damage: " + copies + " recoveries");
    }

    /** Commits one change after the other and copies the folder while it is in use. */
    private void writeSource(Path source) throws IOException {
        Path live = folder.resolve("live");
        try (Store store = Stores.rocksdb(live, StoreOptions.of(clock))) {
            ends.add(Files.size(log(live)));
            for (int i = 0; i < CHANGES; i++) {
                changes.add(change(i));
                assertInstanceOf(Outcome.Committed.class, store.commit(changes.get(i)));
                ends.add(Files.size(log(live)));
                assertTrue(ends.get(i + 1) > ends.get(i), "each commit is in the log");
            }
            copy(live, source);
        }
    }

    private Change change(int number) {
        ChangeId id = Changes.id(clock, random);
        String text = ("value " + number + " ").repeat(1 + number * 100);
        return Changes.withEntries(
                id,
                List.of(),
                List.of(
                        Changes.put("left" + number, text),
                        Changes.put("right" + number, text),
                        new Write.Add(Changes.key("count"), 1, 0, 100)),
                Changes.entry(1, "entry " + number, true));
    }

    /** Heads and ends of the records, and places inside them; with bleu.all many more of each. */
    private TreeSet<Long> places() {
        TreeSet<Long> places = new TreeSet<>();
        if (Boolean.getBoolean("bleu.all")) {
            for (long end : ends) {
                for (long at = end - HEAD_BYTES; at <= end + HEAD_BYTES; at++) {
                    places.add(Math.clamp(at, ends.getFirst(), ends.getLast()));
                }
            }
            for (long at = ends.getFirst(); at <= ends.getLast(); at += INSIDE_STEP) {
                places.add(at);
            }
            return places;
        }
        for (int i = CHANGES - 3; i < CHANGES; i++) {
            long start = ends.get(i);
            long end = ends.get(i + 1);
            places.addAll(List.of(start, start + 1, start + 7, start + 8, end - 1));
            places.add((start + end) / 2);
        }
        places.add(ends.getLast());
        return places;
    }

    private void assertRecovers(Path copy, long at) {
        int whole = 0;
        while (whole < CHANGES && ends.get(whole + 1) <= at) {
            whole++;
        }
        try (Store store = Stores.rocksdb(copy, StoreOptions.of(clock))) {
            NaiveStore model = new NaiveStore();
            for (Change change : changes.subList(0, whole)) {
                model.apply(change, clock.millis() * 1_000);
            }
            Oracle.assertHolds(model, store, store.ledger());
            for (int i = 0; i < CHANGES; i++) {
                assertEquals(i < whole, store.resolve(changes.get(i).id()).isPresent());
            }
            // What was cut off can be committed after all, and is then there.
            for (Change change : changes.subList(whole, CHANGES)) {
                Oracle.assertOutcome(
                        model.apply(change, clock.millis() * 1_000), store.commit(change));
            }
            Oracle.assertHolds(model, store, store.ledger());
        }
    }

    /** Where the first byte was changed: zeros over zeros change nothing. */
    private long damage(Path log, long at, Damage damage) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            if (damage == Damage.CUT) {
                file.setLength(at);
                return at;
            }
            byte[] old = new byte[(int) (file.length() - at)];
            file.seek(at);
            file.readFully(old);
            byte[] bytes = new byte[old.length];
            if (damage == Damage.NOISE || damage == Damage.REUSED) {
                random.nextBytes(bytes);
            }
            if (damage == Damage.REUSED) {
                makeReused(bytes, 0);
                for (long block = BLOCK_BYTES - at % BLOCK_BYTES; block < bytes.length; ) {
                    makeReused(bytes, (int) block);
                    block += BLOCK_BYTES;
                }
            }
            file.seek(at);
            file.write(bytes);
            int same = Arrays.mismatch(old, bytes);
            return same < 0 ? at + old.length : at + same;
        }
    }

    /** A header whose record is longer than a block. */
    private void makeReused(byte[] bytes, int at) {
        if (at + 7 <= bytes.length) {
            bytes[at + 5] = (byte) 0xff;
            bytes[at + 6] = REUSED_TYPES[random.nextInt(REUSED_TYPES.length)];
        }
    }

    /** The newest log. */
    private static Path log(Path store) throws IOException {
        try (Stream<Path> files = Files.list(store.resolve("rocksdb"))) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
