package fr.bleu.ledger;

/** A leaf of the ledger's tree. */
public final class Leaf {
    private Leaf() {}
}
