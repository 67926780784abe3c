package fr.bleu.ledger;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** Verifies that one signed checkpoint continues another, such as the last published one. */
public final class ConsistencyVerifier {

    private ConsistencyVerifier() {}

    /**
     * Verifies both checkpoints under the key, and the proof between them.
     *
     * @return what does not hold; empty when all does
     */
    public static Optional<Finding> verify(
            String olderCheckpoint, String newerCheckpoint, List<byte[]> proof, String vkey) {
        try {
            VerifierKey key = ReceiptVerifier.key(vkey);
            Checkpoint older = Checkpoint.open(olderCheckpoint, key, "the older one");
            Checkpoint newer = Checkpoint.open(newerCheckpoint, key, "the newer one");
            return verify(older, newer, proof);
        } catch (Refusal e) {
            return Optional.of(e.finding());
        }
    }

    private static Optional<Finding> verify(
            Checkpoint older, Checkpoint newer, List<byte[]> proof) {
        if (older.size() == newer.size() && !MessageDigest.isEqual(older.root(), newer.root())) {
            return Optional.of(new Finding.SplitView(older.size(), newer.size()));
        }
        boolean holds =
                ProofVerifier.consistency(
                        older.size(), newer.size(), proof, older.root(), newer.root());
        return holds
                ? Optional.empty()
                : Optional.of(new Finding.FailedConsistency(older.size(), newer.size()));
    }
}
