package fr.bleu.app.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.app.Instance;
import fr.bleu.app.stopped.Verification;
import fr.bleu.store.StoppedStore;
import fr.bleu.store.copy.Row;
import fr.bleu.store.copy.StoreLoad;
import fr.bleu.store.copy.StoreMoment;
import fr.bleu.store.embedded.Stores;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole instance is made through the wire, stopped and verified: sound, and altered. */
@Tag("embedded")
final class VerificationTest {

    private static final int LOCATIONS = 33;

    @TempDir static Path folder;

    private static Instance instance;
    private static int copies;

    @BeforeAll
    static void make() throws Exception {
        instance = StoredWalk.make(folder);
    }

    private static List<String> verify(Instance of) {
        List<String> found = new ArrayList<>();
        Verification.Result result = new Verification(of, Optional.empty(), found::add).run();
        assertEquals(found.size(), result.wrong());
        return found;
    }

    @Test
    void aSoundOneHasNothingWrongAndNothingOfItIsChanged() throws Exception {
        Map<String, Integer> before = contents();
        List<String> found = new ArrayList<>();
        Verification.Result result = new Verification(instance, Optional.empty(), found::add).run();
        assertEquals(List.of(), found);
        assertEquals(before, contents());
        assertTrue(result.store().records() > 50, result.toString());
        assertTrue(result.opened() > 30, result.toString());
        assertEquals(result.store().entries(), result.opened());
        assertEquals(StoredWalk.BLOBS, result.storage().extents());
        assertTrue(result.storage().bytes() > 4_000_000, result.toString());
        assertEquals(1, result.secrets());
    }

    private static Map<String, Integer> contents() throws IOException {
        Map<String, Integer> contents = new TreeMap<>();
        for (Path root : List.of(instance.data(), instance.secrets())) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    contents.put(file.toString(), Arrays.hashCode(Files.readAllBytes(file)));
                }
            }
        }
        return contents;
    }

    /** The instance with another store, in which one row was altered; null takes it away. */
    private static Instance altered(Function<Row, Row> row) throws Exception {
        Path data = Files.createDirectory(folder.resolve("copy" + copies++));
        Files.createSymbolicLink(data.resolve("extents"), instance.extents());
        boolean[] done = {false};
        try (StoppedStore source = Stores.stopped(instance.store());
                StoreMoment moment = StoreMoment.of(source);
                StoreLoad load = Stores.load(data.resolve("store"))) {
            for (Row.Kind kind : Row.Kind.values()) {
                for (Iterator<Row> rows = moment.rows(kind); rows.hasNext(); ) {
                    Row next = rows.next();
                    Row now = done[0] ? next : row.apply(next);
                    done[0] |= !next.equals(now);
                    if (now != null) {
                        load.put(now);
                    }
                }
            }
            load.finish(moment.head());
        }
        assertTrue(done[0]);
        return new Instance(instance.id(), data, instance.secrets());
    }

    private static Function<Row, Row> ledger(char kind, int index, boolean kept) {
        return row ->
                row.kind() == Row.Kind.LEDGER
                                && row.key()[1] == kind
                                && row.key()[row.key().length - 1] == index
                        ? (kept ? flipped(row) : null)
                        : row;
    }

    private static Function<Row, Row> record(int table, boolean kept) {
        return row ->
                row.kind() == Row.Kind.RECORD && Byte.toUnsignedInt(row.key()[17]) == table
                        ? (kept ? flipped(row) : null)
                        : row;
    }

    /** With another last bit. */
    private static Row flipped(Row row) {
        byte[] value = row.value().clone();
        value[value.length - 1] ^= 1;
        return new Row(row.kind(), row.key(), value);
    }

    private static void assertFound(String expected, List<String> found) {
        assertTrue(found.stream().anyMatch(it -> it.contains(expected)), found.toString());
        assertTrue(found.stream().allMatch(it -> it.contains("; do: ")), found.toString());
    }

    @Test
    void aSealedEntryThatDoesNotOpenIsNamed() throws Exception {
        List<String> found = verify(altered(ledger('s', 20, true)));
        assertEquals(1, found.size(), found.toString());
        assertFound("ledger entry 20 does not open as what its leaf commits to", found);
    }

    /** No entry says that it was erased. */
    @Test
    void aSealedEntryThatIsMissingIsNamed() throws Exception {
        List<String> found = verify(altered(ledger('s', 20, false)));
        assertEquals(1, found.size(), found.toString());
        assertFound("ledger entry 20 is missing behind its leaf", found);
    }

    @Test
    void anAlteredLeafIsNamed() throws Exception {
        List<String> found = verify(altered(ledger('l', 20, true)));
        assertFound("do not have the root of its head", found);
        assertFound("ledger entry 20 does not open as what its leaf commits to", found);
    }

    @Test
    void aLocationThatIsMissingIsAnExtentThatIsNamed() throws Exception {
        List<String> found = verify(altered(record(LOCATIONS, false)));
        assertEquals(1, found.size(), found.toString());
        assertFound(" extent 00000000-0000-0001-", found);
    }

    @Test
    void aLocationThatNamesOtherBytesIsAnExtentThatIsNamed() throws Exception {
        assertFound(" extent 00000000-0000-0001-", verify(altered(record(LOCATIONS, true))));
    }

    @Test
    void anAlteredInlineBodyIsFound() throws Exception {
        // The blob's own record: a body in it is sealed.
        List<String> found = verify(altered(record(162, true)));
        assertFalse(found.isEmpty());
    }

    @Test
    void aSecretThatDoesNotOpen() throws Exception {
        List<String> found = verify(altered(record(210, true)));
        assertEquals(1, found.size(), found.toString());
        assertFound("a secret's version does not open", found);
    }

    @Test
    void theCheckpointInTheStore() throws Exception {
        assertFound("checkpoint", verify(altered(record(53, true))));
    }

    @Test
    void anAlteredKey() throws Exception {
        assertFound("nothing else can be opened", verify(altered(record(17, true))));
        assertFalse(verify(altered(record(18, true))).isEmpty());
        assertFound("its key does not open", verify(altered(record(19, true))));
    }

    @Test
    void theCheckpointOutsideTheStore() throws Exception {
        byte[] kept = Files.readAllBytes(instance.checkpoint());
        byte[] other = kept.clone();
        other[kept.length / 2] ^= 1;
        Files.write(instance.checkpoint(), other);
        try {
            assertFound("checkpoint", verify(instance));
        } finally {
            Files.write(instance.checkpoint(), kept);
        }
    }

    /** Each bit of a chunk is authenticated; one that was written of each extent is taken. */
    @Test
    void aBitOfAnExtentIsFoundAndTheExtentIsNamed() throws Exception {
        Path segment;
        try (Stream<Path> files = Files.list(instance.extents())) {
            segment = files.filter(it -> it.toString().endsWith(".seg")).findFirst().orElseThrow();
        }
        flip(segment, 10_000);
        List<String> found = verify(instance);
        flip(segment, 10_000);
        assertEquals(1, found.size(), found.toString());
        assertFound(" extent 00000000-0000-0001-0000-000000000001", found);

        Path away = folder.resolve("away");
        Files.move(segment, away);
        found = verify(instance);
        Files.move(away, segment);
        assertEquals(2 * StoredWalk.BLOBS, found.size(), found.toString());
        assertFound("is missing", found);
    }

    private static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int old = bytes.read();
            bytes.seek(at);
            bytes.write(old ^ 1);
        }
    }
}
