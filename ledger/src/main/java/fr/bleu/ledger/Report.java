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

    /**
     * Everything holds, and the tree follows another.
     *
     * @param newer what was verified of it
     * @param older the head of the tree before it, as it was exported
     * @param restored up to which entry that one goes on
     * @param known how many entries it was known to have
     */
    record Follows(Verified newer, Checkpoint older, long restored, long known) implements Report {
        @Override
        public String message() {
            StringBuilder text = new StringBuilder(newer.message());
            text.append("\nFollows ").append(older.origin());
            text.append(" from its entry ").append(restored).append(" on");
            if (known > restored) {
                text.append("; ").append(known - restored).append(" entries known are lost");
            }
            if (older.size() > restored) {
                text.append("; the older export has ")
                        .append(older.size() - restored)
                        .append(" that are not in it");
            }
            if (older.size() < restored) {
                text.append("; the older export ends before, at ").append(older.size());
            }
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
