package fr.bleu.store.copy;

import fr.bleu.store.engine.Space;

/** A row as an engine keeps it, key and value; {@code engine.Layout} says what is in them. */
public record Row(Kind kind, byte[] key, byte[] value) {

    /** Which part of the store it belongs to. */
    public enum Kind {
        /** The tree and its entries, without the head. */
        LEDGER,
        RECORD,
        /** What became of a change; kept for two days. */
        OUTCOME;

        Space space() {
            return switch (this) {
                case LEDGER -> Space.LEDGER;
                case RECORD -> Space.RECORDS;
                case OUTCOME -> Space.OUTCOMES;
            };
        }
    }

    /** Bytes of key and value. */
    public int bytes() {
        return key.length + value.length;
    }
}
