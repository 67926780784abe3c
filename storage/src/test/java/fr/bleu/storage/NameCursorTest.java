package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Names walked page by page, with and without skipping folders. */
class NameCursorTest {
    private static final Key TABLE = Key.of(new UUID(1, 1), Tables.BLOB);

    private final Names names = new Names();

    /** Records in memory, which count what is read of them. */
    private static final class Names implements Reads {
        private final TreeMap<Key, Stored> records = new TreeMap<>();
        private int scans;
        private int read;

        void add(String name) {
            Key key = TABLE.text(name);
            records.put(key, new Stored(key, 1, new byte[] {1}));
        }

        @Override
        public Optional<Stored> get(Key key) {
            return Optional.ofNullable(records.get(key));
        }

        @Override
        public List<Stored> scan(Key from, Key to, int limit) {
            List<Stored> found = records.subMap(from, to).values().stream().limit(limit).toList();
            scans++;
            read += found.size();
            return found;
        }
    }

    /** What a list with delimiter gives: the names at the top, and each folder once. */
    private List<String> rolledUp() {
        List<String> found = new ArrayList<>();
        NameCursor cursor = new NameCursor(names, TABLE, "", "");
        while (cursor.hasCurrent()) {
            int slash = cursor.name().indexOf('/');
            if (slash < 0) {
                found.add(cursor.name());
                cursor.advance();
            } else {
                found.add(cursor.name().substring(0, slash + 1));
                cursor.skip(found.getLast());
            }
        }
        return found;
    }

    @Test
    void aWalkFindsEveryNameAndEachFolderOnceWhateverTheirSizes() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            names.records.clear();
            TreeSet<String> expected = new TreeSet<>();
            for (int i = 0; i < 60; i++) {
                String folder = "f%02d".formatted(i) + (random.nextBoolean() ? "/" : "");
                int size = folder.endsWith("/") ? random.nextInt(1, 600) : 1;
                for (int blob = 0; blob < size; blob++) {
                    names.add(folder.endsWith("/") ? folder + blob : folder);
                }
                expected.add(folder);
            }
            assertEquals(List.copyOf(expected), rolledUp(), "seed " + seed);
        }
    }

    @Test
    void skippedFoldersAreNotReadWhole() {
        for (int folder = 0; folder < 100; folder++) {
            for (int blob = 0; blob < 300; blob++) {
                names.add("folder%03d/%03d".formatted(folder, blob));
            }
        }
        assertEquals(100, rolledUp().size());
        assertTrue(names.read < 3_000, names.read + " of 30,000 records were read");
    }

    @Test
    void smallFoldersAndFlatNamesAreReadInLargePages() {
        for (int i = 0; i < 10_000; i++) {
            names.add(i % 2 == 0 ? "flat%05d".formatted(i) : "flat%05d/x".formatted(i));
        }
        assertEquals(10_000, rolledUp().size());
        assertTrue(names.scans < 50, names.scans + " scans");
    }
}
