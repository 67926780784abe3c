package fr.bleu.store;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * The store of an instance that does not run, opened for reading alone: it is changed by nothing,
 * and every commit throws {@link UnsupportedOperationException}.
 */
public interface StoppedStore extends Store {

    /**
     * What was gone over.
     *
     * @param entries the ledger's
     */
    record Verified(long records, long entries) {}

    /** How many entries the head says that the ledger has. */
    long size();

    /**
     * The entries {@code from} to {@code to - 1} that there are, whether or not the tree is whole.
     */
    List<LedgerEntry> entries(long from, long to);

    /**
     * Goes over every row, in bounded memory: formats, keys of known tables, versions that are not
     * above the last commit's, outcomes, and the tree, which is computed anew from its leaves and
     * held against its tiles and the head.
     *
     * @param knownTable whether there is a table of this number, 1 to 255
     * @param found told of each thing that is wrong, in one line without names of tenants' things
     */
    Verified verify(IntPredicate knownTable, Consumer<String> found);
}
