package fr.bleu.storage;

import fr.bleu.trust.Names;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Every account, by the platform's table of names: those that exist, then those that were deleted
 * and still have something to collect. One that is deleted meanwhile is seen at least once.
 */
final class AllAccounts implements Iterable<Names.Holder> {
    /**
     * The kind of {@link Names} that deleted accounts have, by their id, until nothing of them is
     * left.
     */
    static final String DELETED = "storage-deleted";

    private static final int PAGE = 500;

    private final Names names;

    AllAccounts(Names names) {
        this.names = names;
    }

    @Override
    public Iterator<Names.Holder> iterator() {
        return new Pages();
    }

    private final class Pages implements Iterator<Names.Holder> {
        private String kind = Accounts.NAME_KIND;
        private List<Names.Named> page = names.page(kind, "", PAGE);
        private int at;

        @Override
        public boolean hasNext() {
            while (at == page.size()) {
                if (page.size() == PAGE) {
                    page = names.page(kind, page.getLast().name(), PAGE);
                } else if (kind.equals(Accounts.NAME_KIND)) {
                    kind = DELETED;
                    page = names.page(kind, "", PAGE);
                } else {
                    return false;
                }
                at = 0;
            }
            return true;
        }

        @Override
        public Names.Holder next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.get(at++).holder();
        }
    }
}
