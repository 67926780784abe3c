package fr.bleu.store.copy;

import fr.bleu.ledger.CompactRange;
import fr.bleu.store.engine.Head;

/**
 * Where a store stood at a moment.
 *
 * @param sequence the number of its last commit
 * @param commitTimeMicros that commit's time, in Unix microseconds
 * @param tree the ledger's tree
 */
public record StoreHead(long sequence, long commitTimeMicros, CompactRange tree) {

    StoreHead(Head head) {
        this(head.sequence(), head.commitTimeMicros(), head.tree());
    }

    Head head() {
        return new Head(sequence, commitTimeMicros, tree);
    }

    /** As bytes. */
    public byte[] encode() {
        return head().encode();
    }

    /** Reads what {@link #encode} wrote. */
    public static StoreHead decode(byte[] bytes) {
        return new StoreHead(Head.decode(bytes));
    }
}
