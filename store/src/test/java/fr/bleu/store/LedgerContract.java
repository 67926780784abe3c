package fr.bleu.store;

import static fr.bleu.store.Changes.entry;
import static fr.bleu.store.Changes.tag;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.ledger.Leaf;
import fr.bleu.ledger.Merkle;
import fr.bleu.ledger.ProofVerifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every engine's ledger does, and how a contract opens its store. */
public abstract class LedgerContract {

    protected final TestClock clock = new TestClock();
    private final Random random = new Random(42);
    protected Store store;

    /** Opens the store of this test: an empty one, then what was closed before. */
    protected abstract Store open() throws Exception;

    @BeforeEach
    final void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    final void closeStore() {
        store.close();
    }

    protected final void reopen() throws Exception {
        store.close();
        store = open();
    }

    protected final ChangeId id() {
        return Changes.id(clock, random);
    }

    @Test
    void anEmptyLedgerHasTheEmptyRoot() {
        assertEquals(0, store.ledger().size());
        assertArrayEquals(Merkle.emptyRoot(), store.ledger().rootHash(0));
        assertEquals(List.of(), store.ledger().entries(0, 10));
    }

    @Test
    void anEntryBecomesALeafOfItsTagTimeAndCommitment() {
        PreparedEntry prepared = entry(3, "what was done", true);

        Outcome.Committed committed = append(prepared, entry(4, "and this", false));

        assertEquals(2, committed.entries().size());
        LedgerEntry first = committed.entries().getFirst();
        assertEquals(0, first.index());
        assertEquals(
                new Leaf(tag(3), committed.commitTimeMicros(), prepared.commitment()),
                Leaf.decode(first.leaf()));
        Oracle.assertEntries(committed.entries(), store.ledger().entries(0, 10));
        Oracle.assertEntries(committed.entries().subList(1, 2), store.ledger().entries(1, 1));
        assertEquals(List.of(), store.ledger().entries(2, 1));
    }

    @Test
    void everyPastSizeKeepsItsRootAndItsProofsVerify() throws Exception {
        int size = 600;
        for (int i = 0; i < size; i += 3) {
            append(entry(1, "a" + i, false), entry(2, "b" + i, false), entry(1, "c" + i, true));
        }
        assertProofsVerify(size);
        reopen();
        assertProofsVerify(size);
        Oracle.assertLedgerVerifies(store.ledger());
    }

    @Test
    void treesOfTwoTileLevelsSurviveARestart() throws Exception {
        // 256 complete tiles and a bit: the second level has a complete tile too.
        int size = 256 * 256 + 300;
        PreparedEntry[] entries = new PreparedEntry[2_000];
        for (int done = 0; done < size; done += entries.length) {
            int count = Math.min(entries.length, size - done);
            PreparedEntry[] some = new PreparedEntry[count];
            for (int i = 0; i < count; i++) {
                some[i] = entry(1, "e" + (done + i), false);
            }
            append(some);
        }
        byte[] root = store.ledger().rootHash(size);
        assertArrayEquals(NaiveStore.root(leaves()), root);
        reopen();

        LedgerTree ledger = store.ledger();
        assertEquals(size, ledger.size());
        assertArrayEquals(root, ledger.rootHash(size));
        append(entry(1, "one more", false));
        assertTrue(
                ProofVerifier.consistency(
                        size,
                        size + 1L,
                        ledger.consistencyProof(size, size + 1L),
                        root,
                        ledger.rootHash(size + 1L)));
        assertInclusion(ledger, 70, size);
        assertInclusion(ledger, size, size + 1L);
    }

    @Test
    void listedEntriesOfATenantComeNewestFirst() throws Exception {
        append(entry(1, "a", true), entry(2, "b", true), entry(1, "c", false));
        append(entry(1, "d", true), entry(1, "e", true), entry(2, "f", true));
        reopen();

        assertEquals(List.of("e", "d", "a"), listed(1, Long.MAX_VALUE, 10));
        assertEquals(List.of("e", "d"), listed(1, Long.MAX_VALUE, 2));
        assertEquals(List.of("a"), listed(1, 3, 10));
        assertEquals(List.of("f", "b"), listed(2, 6, 10));
        assertEquals(List.of(), listed(3, 6, 10));
    }

    @Test
    void whatIsNotThereYetIsRefused() {
        append(entry(1, "a", true));
        LedgerTree ledger = store.ledger();

        assertThrows(IllegalArgumentException.class, () -> ledger.rootHash(2));
        assertThrows(IllegalArgumentException.class, () -> ledger.inclusionProof(1, 1));
        assertThrows(IllegalArgumentException.class, () -> ledger.inclusionProof(0, 2));
        assertThrows(IllegalArgumentException.class, () -> ledger.consistencyProof(1, 2));
        assertThrows(IllegalArgumentException.class, () -> ledger.entries(0, 10_001));
        assertThrows(IllegalArgumentException.class, () -> ledger.entries(-1, 1));
    }

    @Test
    void readersSeeWholeTreesWhileTheCommitterWrites() throws Exception {
        Thread writer =
                Thread.startVirtualThread(
                        () -> {
                            for (int i = 0; i < 700; i++) {
                                append(entry(1, "e" + i, true));
                            }
                        });
        List<byte[]> roots = new ArrayList<>();
        List<Long> sizes = new ArrayList<>();
        while (writer.isAlive()) {
            long size = store.ledger().size();
            sizes.add(size);
            roots.add(store.ledger().rootHash(size));
            assertTrue(listed(1, size, 1).size() <= 1);
        }
        writer.join();

        List<byte[]> leaves = leaves();
        for (int i = 0; i < sizes.size(); i += 1 + sizes.size() / 100) {
            int size = sizes.get(i).intValue();
            assertArrayEquals(NaiveStore.root(leaves.subList(0, size)), roots.get(i));
        }
    }

    private void assertProofsVerify(int size) {
        LedgerTree ledger = store.ledger();
        List<byte[]> leaves = leaves();
        for (int i = 1; i <= size; i += 37) {
            byte[] root = NaiveStore.root(leaves.subList(0, i));
            assertArrayEquals(root, ledger.rootHash(i));
            assertInclusion(ledger, i / 2, i);
            assertTrue(
                    ProofVerifier.consistency(
                            i,
                            size,
                            ledger.consistencyProof(i, size),
                            root,
                            ledger.rootHash(size)));
        }
    }

    private static void assertInclusion(LedgerTree ledger, long index, long size) {
        byte[] leaf = ledger.entries(index, 1).getFirst().leaf();
        assertTrue(
                ProofVerifier.inclusion(
                        Merkle.leafHash(leaf),
                        index,
                        size,
                        ledger.inclusionProof(index, size),
                        ledger.rootHash(size)));
    }

    private List<byte[]> leaves() {
        return Oracle.all(store.ledger()).stream().map(LedgerEntry::leaf).toList();
    }

    private List<String> listed(int tenant, long before, int limit) {
        return store.ledger().listed(tag(tenant), before, limit).stream()
                .map(found -> new String(found.sealed(), StandardCharsets.UTF_8))
                .toList();
    }

    private Outcome.Committed append(PreparedEntry... entries) {
        return assertInstanceOf(
                Outcome.Committed.class,
                store.commit(Changes.withEntries(id(), List.of(), List.of(), entries)));
    }
}
