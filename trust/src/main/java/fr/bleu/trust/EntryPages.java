package fr.bleu.trust;

import fr.bleu.store.LedgerEntry;
import fr.bleu.store.LedgerTree;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The ledger's entries below a size, in order, read page by page. */
final class EntryPages implements Iterator<LedgerEntry> {

    private static final int PAGE = 500;

    private final LedgerTree tree;
    private final long size;
    private long next;
    private Iterator<LedgerEntry> page = List.<LedgerEntry>of().iterator();

    EntryPages(LedgerTree tree, long size) {
        this.tree = tree;
        this.size = size;
    }

    @Override
    public boolean hasNext() {
        if (next < size && !page.hasNext()) {
            page = tree.entries(next, (int) Math.min(PAGE, size - next)).iterator();
        }
        return next < size && page.hasNext();
    }

    @Override
    public LedgerEntry next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        next++;
        return page.next();
    }
}
