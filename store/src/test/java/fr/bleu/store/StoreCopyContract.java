package fr.bleu.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.copy.Row;
import fr.bleu.store.copy.StoreLoad;
import fr.bleu.store.copy.StoreMoment;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What copying a whole store promises, whatever engine it is read from and loaded into. */
public abstract class StoreCopyContract {

    protected final TestClock clock = new TestClock();
    private final Random random = new Random(9);
    private Store source;

    /** A store with nothing in it. */
    protected abstract Store openSource() throws Exception;

    protected abstract StoreLoad load() throws Exception;

    /** Opens what was loaded. */
    protected abstract Store openTarget() throws Exception;

    @BeforeEach
    void open() throws Exception {
        source = openSource();
    }

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void aCopyIsTheStoreOfItsMomentAndGoesOn() throws Exception {
        fill(250);
        Outcome.Committed last = commit(source, longName(), "long");
        byte[] root = source.ledger().rootHash(source.ledger().size());

        try (StoreMoment moment = StoreMoment.of(source)) {
            commit(source, "r7", "after");
            commit(source, "new", "after");
            copy(moment, true);
        }

        try (Store target = openTarget()) {
            List<Reads.Stored> found = target.scanPrefix(Key.of(Changes.OWNER, Changes.TABLE), 500);
            assertEquals(251, found.size());
            assertTrue(found.stream().noneMatch(it -> Changes.text(it.value()).equals("after")));
            assertEquals(4, target.ledger().size());
            assertArrayEquals(root, target.ledger().rootHash(4));
            Oracle.assertOutcome(last, target.resolve(last.id()).orElseThrow());
            assertEquals(last.sequence() + 1, commit(target, "r8", "later").sequence());
            Oracle.assertLedgerVerifies(target.ledger());
        }
    }

    @Test
    void aCutLoadIsNoStoreAndTheNextOneBeginsAnew() throws Exception {
        fill(1_500);
        try (StoreMoment moment = StoreMoment.of(source)) {
            copy(moment, false);
            copy(moment, true);
        }
        try (Store target = openTarget()) {
            assertEquals(15, target.ledger().size());
        }
    }

    @Test
    void whatIsNotEmptyIsNotLoadedInto() throws Exception {
        commit(source, "a", "x");
        try (StoreMoment moment = StoreMoment.of(source)) {
            copy(moment, true);
        }
        assertThrows(StoreUnusableException.class, this::load);
        try (Store target = openTarget()) {
            assertEquals(1, target.ledger().size());
        }
    }

    private void copy(StoreMoment moment, boolean whole) throws Exception {
        try (StoreLoad load = load()) {
            for (Row row : rows(moment)) {
                load.put(row);
            }
            if (whole) {
                load.finish(moment.head());
            }
        }
    }

    private static List<Row> rows(StoreMoment moment) {
        List<Row> rows = new ArrayList<>();
        for (Row.Kind kind : Row.Kind.values()) {
            for (Iterator<Row> some = moment.rows(kind); some.hasNext(); ) {
                rows.add(some.next());
            }
        }
        return rows;
    }

    /** Some records, a hundred in each commit. */
    private void fill(int records) {
        for (int from = 0; from < records; from += 100) {
            List<Write> writes = new ArrayList<>();
            for (int i = from; i < Math.min(records, from + 100); i++) {
                writes.add(Changes.put("r" + i, "before"));
            }
            commit(source, writes);
        }
    }

    private static String longName() {
        return "n".repeat(6_000);
    }

    private Outcome.Committed commit(Store store, String name, String text) {
        return commit(store, List.of(Changes.put(name, text)));
    }

    private Outcome.Committed commit(Store store, List<Write> writes) {
        return assertInstanceOf(
                Outcome.Committed.class,
                store.commit(
                        Changes.withEntries(
                                Changes.id(clock, random),
                                List.of(),
                                writes,
                                Changes.entry(1, "entry", true))));
    }
}
