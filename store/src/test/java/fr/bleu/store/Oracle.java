package fr.bleu.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.ledger.Merkle;
import fr.bleu.ledger.ProofVerifier;
import java.util.ArrayList;
import java.util.List;

/** Compares a store with what it must hold. */
public final class Oracle {

    private Oracle() {}

    public static void assertHolds(NaiveStore model, Reads reads, LedgerTree ledger) {
        List<Reads.Stored> records = reads.scanPrefix(Key.of(Changes.OWNER, Changes.TABLE), 10_000);
        List<Reads.Stored> expected = model.records();
        assertEquals(
                expected.stream().map(r -> r.key() + "@" + r.version()).toList(),
                records.stream().map(r -> r.key() + "@" + r.version()).toList());
        for (int i = 0; i < records.size(); i++) {
            assertArrayEquals(expected.get(i).value(), records.get(i).value());
        }
        assertEquals(model.entries().size(), ledger.size());
        assertLedgerVerifies(ledger);
        assertEntries(model.entries(), all(ledger));
    }

    public static void assertEntries(List<LedgerEntry> expected, List<LedgerEntry> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).index(), actual.get(i).index());
            assertArrayEquals(expected.get(i).leaf(), actual.get(i).leaf());
            assertArrayEquals(expected.get(i).sealed(), actual.get(i).sealed());
        }
    }

    public static void assertOutcome(Outcome expected, Outcome actual) {
        if (expected instanceof Outcome.Committed was && actual instanceof Outcome.Committed is) {
            assertEquals(was.id(), is.id());
            assertEquals(was.sequence(), is.sequence());
            assertEquals(was.commitTimeMicros(), is.commitTimeMicros());
            assertEntries(was.entries(), is.entries());
        } else {
            assertEquals(expected, actual);
        }
    }

    /** Its root is the one of its leaves, and proofs at its edge verify. */
    public static void assertLedgerVerifies(LedgerTree ledger) {
        List<byte[]> leaves = all(ledger).stream().map(LedgerEntry::leaf).toList();
        long size = ledger.size();
        byte[] root = ledger.rootHash(size);
        assertArrayEquals(NaiveStore.root(leaves), root);
        if (size > 0) {
            long last = size - 1;
            assertTrue(
                    ProofVerifier.inclusion(
                            Merkle.leafHash(leaves.get((int) last)),
                            last,
                            size,
                            ledger.inclusionProof(last, size),
                            root));
            long old = size / 2 + 1;
            assertTrue(
                    ProofVerifier.consistency(
                            old,
                            size,
                            ledger.consistencyProof(old, size),
                            ledger.rootHash(old),
                            root));
        }
    }

    /** All entries, page by page. */
    public static List<LedgerEntry> all(LedgerTree ledger) {
        List<LedgerEntry> entries = new ArrayList<>();
        while (entries.size() < ledger.size()) {
            entries.addAll(ledger.entries(entries.size(), 1_000));
        }
        return entries;
    }
}
