package fr.bleu.store.engine;

import fr.bleu.ledger.Merkle;
import fr.bleu.ledger.Tiles;

/**
 * A moment of the tree: its size and the tiles at its right edge that are not complete yet. Readers
 * share the arrays with the committer, which only fills slots beyond {@code size}: what a reader of
 * this size may look at never changes.
 *
 * @param tiles the open tile of each tile level, from the leaves up
 */
public record TreeEdge(long size, byte[][] tiles) {

    /** Tile levels of the largest tree. */
    public static final int LEVELS = 8;

    public static final int TILE_BYTES = Tiles.WIDTH * Merkle.HASH_BYTES;

    /** An edge whose tiles nobody else fills. */
    public TreeEdge copy() {
        byte[][] copied = new byte[tiles.length][];
        for (int level = 0; level < tiles.length; level++) {
            copied[level] = tiles[level].clone();
        }
        return new TreeEdge(size, copied);
    }

    /** The index of the open tile of a level. */
    public long openTile(int level) {
        return Tiles.hashes(level, size) / Tiles.WIDTH;
    }
}
