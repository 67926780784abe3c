package fr.bleu.ledger;

import java.util.ArrayList;
import java.util.List;

/** Leaf hashes in memory, served as tiles of a tree of any size up to theirs. */
final class MemoryTree implements TileReader {

    private final List<byte[]> leafHashes = new ArrayList<>();

    void append(byte[] leaf) {
        leafHashes.add(Merkle.leafHash(leaf));
    }

    HashReader hashes(long size) {
        return new TileHashes(this, size);
    }

    @Override
    public byte[] tile(int level, long index, int width) {
        byte[] tile = new byte[width * Merkle.HASH_BYTES];
        for (int i = 0; i < width; i++) {
            int span = 1 << (level * Tiles.HEIGHT);
            int from = (int) (index * Tiles.WIDTH + i) * span;
            System.arraycopy(subtree(from, span), 0, tile, i * Merkle.HASH_BYTES, 32);
        }
        return tile;
    }

    private byte[] subtree(int from, int span) {
        return span == 1
                ? leafHashes.get(from)
                : Merkle.nodeHash(subtree(from, span / 2), subtree(from + span / 2, span / 2));
    }
}
