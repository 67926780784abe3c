package fr.bleu.ledger;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/** Checks a receipt against a tree's leaves while they pass, already verified, in order. */
final class ReceiptCheck {

    private final Optional<ReceiptText> receipt;
    private final Optional<Checkpoint> head;
    private final long size;
    private final CompactRange range = new CompactRange();

    private ReceiptCheck(Optional<ReceiptText> receipt, Optional<Checkpoint> head, long size) {
        this.receipt = receipt;
        this.head = head;
        this.size = size;
    }

    /** Verifies the receipt by itself, and that the export reaches as far as it does. */
    static ReceiptCheck of(Optional<String> header, VerifierKey key, Checkpoint export)
            throws Refusal {
        if (header.isEmpty()) {
            return new ReceiptCheck(Optional.empty(), Optional.empty(), export.size());
        }
        ReceiptText receipt = ReceiptVerifier.parse(header.get());
        Optional<Checkpoint> head =
                switch (receipt) {
                    case ReceiptText.Promised promised -> Optional.empty();
                    case ReceiptText.Included included ->
                            Optional.of(ReceiptVerifier.proven(included, key));
                };
        long needed =
                head.map(Checkpoint::size)
                        .orElse(Math.min(receipt.index(), Long.MAX_VALUE - 1) + 1);
        if (needed > export.size()) {
            throw new Refusal(new Finding.ExportTooOld(needed, export.size()));
        }
        return new ReceiptCheck(Optional.of(receipt), head, export.size());
    }

    Optional<ReceiptText> receipt() {
        return receipt;
    }

    /** One verified leaf. */
    void leaf(long index, byte[] leaf) throws Refusal {
        if (receipt.isEmpty()) {
            return;
        }
        if (receipt.get().index() == index && !Arrays.equals(receipt.get().leaf(), leaf)) {
            throw new Refusal(new Finding.BrokenPromise(index));
        }
        if (head.isPresent() && index < head.get().size()) {
            range.append(Merkle.leafHash(leaf));
        }
    }

    /** The receipt's own checkpoint must be of a tree that this one begins with. */
    void atEnd() throws Refusal {
        if (head.isPresent() && !MessageDigest.isEqual(range.root(), head.get().root())) {
            throw new Refusal(new Finding.SplitView(head.get().size(), size));
        }
    }
}
