package fr.bleu.store.engine;

/** The parts of an engine, each with its own ordered keys; one batch writes to all of them. */
public enum Space {
    /** The tree's head, leaves, sealed entries, tiles and the index of listed entries. */
    LEDGER,
    /** The records of tables. */
    RECORDS,
    /** What became of changes, by their ids. */
    OUTCOMES
}
