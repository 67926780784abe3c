package fr.bleu.ledger;

/** Reads a tree's tiles of height 8, as c2sp.org/tlog-tiles defines them. */
@FunctionalInterface
public interface TileReader {

    /**
     * The first {@code width} hashes of a tile, 32 bytes each; more than were asked for are
     * ignored.
     *
     * @param level the tile's level: its hashes are roots of {@code 256^level} leaves
     * @param index the tile's place in its level
     * @param width 1 to 256 hashes; 256 is a complete tile
     */
    byte[] tile(int level, long index, int width);
}
