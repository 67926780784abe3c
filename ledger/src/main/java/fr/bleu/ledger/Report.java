package fr.bleu.ledger;

import java.util.Optional;

/** What a verification found. */
public sealed interface Report {

    /** One or more lines for a terminal. */
    String message();

    /**
     * Everything holds.
     *
     * @param checkpoint the signed head that it holds under
     * @param times the first and last commit time; empty for an empty tree or where the leaves were
     *     not seen
     * @param opened how many entries the export opens, each checked against its commitment
     * @param receipt the receipt that was checked, if one was given
     */
    record Verified(
            Checkpoint checkpoint,
            Optional<TimeRange> times,
            long opened,
            Optional<ReceiptText> receipt)
            implements Report {
        @Override
        public String message() {
            StringBuilder text = new StringBuilder();
            text.append("Verified: ").append(checkpoint.origin());
            text.append(", ").append(checkpoint.size()).append(" entries, root ");
            text.append(java.util.Base64.getEncoder().encodeToString(checkpoint.root()));
            times.ifPresent(
                    range ->
                            text.append("\nCommitted from ")
                                    .append(range.first())
                                    .append(" to ")
                                    .append(range.last())
                                    .append("; ")
                                    .append(opened)
                                    .append(" entries opened and matched"));
            receipt.ifPresent(held -> text.append("\nReceipt holds: entry ").append(held.index()));
            return text.toString();
        }
    }

    /** Something does not hold; the first thing found is told. */
    record Failed(Finding finding) implements Report {
        @Override
        public String message() {
            return finding.message();
        }
    }

    /** The receipt is a promise: only the ledger's export can show whether it was kept. */
    record NeedsExport(ReceiptText.Promised receipt) implements Report {
        @Override
        public String message() {
            return "The receipt promises entry "
                    + receipt.index()
                    + "; check it against an export of the ledger.";
        }
    }
}
