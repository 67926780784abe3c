package fr.bleu.ledger;

import java.util.Arrays;

/** Subtree roots from tiles: those between two tile levels are hashed anew from the tile's own. */
public final class TileHashes implements HashReader {

    private final TileReader tiles;
    private final long size;

    /**
     * @param size the leaves of the tree; tiles are asked for no wider than it makes them
     */
    public TileHashes(TileReader tiles, long size) {
        this.tiles = tiles;
        this.size = size;
    }

    @Override
    public byte[] hash(int level, long index) {
        int tileLevel = level / Tiles.HEIGHT;
        int within = level % Tiles.HEIGHT;
        long first = index << within;
        long tileIndex = first / Tiles.WIDTH;
        int width = Tiles.width(tileLevel, tileIndex, size);
        int offset = (int) (first % Tiles.WIDTH);
        int count = 1 << within;
        if (offset + count > width) {
            throw new IllegalArgumentException("no such subtree in a tree of this size");
        }
        byte[] tile = tiles.tile(tileLevel, tileIndex, width);
        if (tile.length < width * Merkle.HASH_BYTES) {
            throw new IllegalStateException("a tile is shorter than its width");
        }
        return root(tile, offset, count);
    }

    /** The root of a complete tile. */
    static byte[] root(byte[] tile) {
        return root(tile, 0, Tiles.WIDTH);
    }

    /** The root of {@code count} of a tile's hashes; a power of two, from a multiple of it. */
    static byte[] root(byte[] tile, int offset, int count) {
        if (count == 1) {
            int from = offset * Merkle.HASH_BYTES;
            return Arrays.copyOfRange(tile, from, from + Merkle.HASH_BYTES);
        }
        int half = count / 2;
        return Merkle.nodeHash(root(tile, offset, half), root(tile, offset + half, half));
    }
}
