package fr.bleu.store.engine;

import fr.bleu.ledger.CompactRange;
import fr.bleu.ledger.Leaf;
import fr.bleu.ledger.Merkle;
import fr.bleu.ledger.Tiles;
import fr.bleu.store.LedgerEntry;
import fr.bleu.store.PreparedEntry;

/** The growing tree, as the committer holds it. For one thread. */
public final class LedgerAppender {

    private final CompactRange range;
    private final byte[][] open;

    /** Continues the tree that {@code head} and {@code edge} describe. */
    public LedgerAppender(Head head, TreeEdge edge) {
        range = head.tree().copy();
        open = edge.tiles().clone();
    }

    public long size() {
        return range.size();
    }

    /** Appends an entry; everything that is to be written about it goes into {@code batch}. */
    public LedgerEntry append(PreparedEntry entry, long commitTimeMicros, EngineBatch batch) {
        long index = range.size();
        byte[] leaf = new Leaf(entry.tenantTag(), commitTimeMicros, entry.commitment()).encode();
        range.append(Merkle.leafHash(leaf), (level, at, hash) -> place(level, at, hash, batch));
        batch.put(Space.LEDGER, Layout.leaf(index), leaf);
        batch.put(Space.LEDGER, Layout.sealed(index), Layout.framed(entry.sealed()));
        if (entry.listed()) {
            batch.put(Space.LEDGER, Layout.listed(entry.tenantTag(), index), Layout.PRESENT);
        }
        return new LedgerEntry(index, leaf, entry.sealed());
    }

    /**
     * Appends a leaf that is committed already.
     *
     * @return the tiles that it completes, which are committed with it
     */
    public EngineBatch follow(byte[] leaf) {
        EngineBatch tiles = new EngineBatch();
        range.append(Merkle.leafHash(leaf), (level, at, hash) -> place(level, at, hash, tiles));
        return tiles;
    }

    /** A copy of the edge, for the head record. */
    public CompactRange range() {
        return range.copy();
    }

    /** What readers may see once the batch is durable. */
    public TreeEdge edge() {
        return new TreeEdge(range.size(), open.clone());
    }

    private void place(int treeLevel, long index, byte[] hash, EngineBatch batch) {
        if (treeLevel % Tiles.HEIGHT != 0) {
            return;
        }
        int level = treeLevel / Tiles.HEIGHT;
        int slot = (int) (index % Tiles.WIDTH);
        System.arraycopy(hash, 0, open[level], slot * Merkle.HASH_BYTES, Merkle.HASH_BYTES);
        if (slot == Tiles.WIDTH - 1) {
            batch.put(
                    Space.LEDGER,
                    Layout.tile(level, index / Tiles.WIDTH),
                    Layout.framed(open[level]));
            open[level] = new byte[TreeEdge.TILE_BYTES];
        }
    }
}
