package fr.bleu.store.copy;

import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.engine.Layout;
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

    /** The row of a record. */
    public static Row of(Reads.Stored record) {
        byte[] value = Layout.record(record.version(), record.value());
        return new Row(Kind.RECORD, record.key().bytes(), value);
    }

    /** The record of a row that is one. */
    public Reads.Stored record() {
        if (kind != Kind.RECORD) {
            throw new IllegalStateException("a row of " + kind);
        }
        return Layout.stored(Key.ofBytes(key), value);
    }

    /** The key of a record. */
    public Key recordKey() {
        return Key.ofBytes(key);
    }

    /** Whether it is a leaf of the ledger's tree; they come in the tree's order. */
    public boolean isLeaf() {
        return kind == Kind.LEDGER && Layout.isLeaf(key);
    }

    /** A ledger's row as it is kept once the generation has ended; of an earlier one as it is. */
    public Row archived(int generation) {
        return Layout.isArchived(key)
                ? this
                : new Row(kind, Layout.archived(generation, key), value);
    }

    /** The head of a ledger whose generation has ended. */
    public static Row archivedHead(int generation, StoreHead head) {
        return new Row(Kind.LEDGER, Layout.archived(generation, Layout.head()), head.encode());
    }

    /** Bytes of key and value. */
    public int bytes() {
        return key.length + value.length;
    }
}
