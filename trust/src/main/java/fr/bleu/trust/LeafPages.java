package fr.bleu.trust;

import fr.bleu.store.LedgerTree;
import java.util.Iterator;

/** The leaves' bytes below a size, in order. */
final class LeafPages implements Iterator<byte[]> {

    private final EntryPages entries;

    LeafPages(LedgerTree tree, long size) {
        this.entries = new EntryPages(tree, size);
    }

    @Override
    public boolean hasNext() {
        return entries.hasNext();
    }

    @Override
    public byte[] next() {
        return entries.next().leaf();
    }
}
