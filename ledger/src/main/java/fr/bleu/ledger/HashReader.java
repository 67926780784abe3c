package fr.bleu.ledger;

/** Reads the roots of a tree's perfect subtrees. */
@FunctionalInterface
public interface HashReader {

    /**
     * The root of the leaves {@code [index << level, (index + 1) << level)}, all of which are in
     * the tree; 32 bytes.
     */
    byte[] hash(int level, long index);
}
