package fr.bleu.ledger;

import java.util.Optional;

/** Verifies a receipt by itself: its proof, and its checkpoint under the key that is given. */
public final class ReceiptVerifier {

    static final String WHERE = "of the receipt";

    private ReceiptVerifier() {}

    /**
     * Verifies a receipt without an export.
     *
     * @param header the {@code bleu-receipt} header's value
     * @param vkey the ledger's verifier key, from where the auditor trusts it, never from the
     *     receipt's sender
     * @return for a promise, that an export is needed
     */
    public static Report verify(String header, String vkey) {
        try {
            VerifierKey key = key(vkey);
            return switch (parse(header)) {
                case ReceiptText.Promised promised -> new Report.NeedsExport(promised);
                case ReceiptText.Included included ->
                        new Report.Verified(
                                proven(included, key), Optional.empty(), 0, Optional.of(included));
            };
        } catch (Refusal e) {
            return new Report.Failed(e.finding());
        }
    }

    static VerifierKey key(String vkey) throws Refusal {
        try {
            return VerifierKey.parse(vkey.strip());
        } catch (MalformedException e) {
            throw new Refusal(new Finding.UnusableKey(e.getMessage()));
        }
    }

    static ReceiptText parse(String header) throws Refusal {
        try {
            return ReceiptText.parse(header);
        } catch (MalformedException e) {
            throw new Refusal(new Finding.MalformedReceipt(e.getMessage()));
        }
    }

    /** The checkpoint under which an included receipt's leaf is proven. */
    static Checkpoint proven(ReceiptText.Included receipt, VerifierKey key) throws Refusal {
        TlogProof proof = receipt.proof();
        Checkpoint checkpoint = Checkpoint.open(proof.checkpoint(), key, WHERE);
        if (!ProofVerifier.inclusion(
                Merkle.leafHash(receipt.leaf()),
                receipt.index(),
                checkpoint.size(),
                proof.proof(),
                checkpoint.root())) {
            throw new Refusal(new Finding.FailedProof(receipt.index()));
        }
        return checkpoint;
    }
}
