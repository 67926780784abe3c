package fr.bleu.store.engine;

import fr.bleu.ledger.HashReader;
import fr.bleu.ledger.Merkle;
import fr.bleu.ledger.Proofs;
import fr.bleu.ledger.TileHashes;
import fr.bleu.ledger.TileReader;
import fr.bleu.ledger.Tiles;
import fr.bleu.store.LedgerEntry;
import fr.bleu.store.LedgerMismatchException;
import fr.bleu.store.LedgerTree;
import fr.bleu.store.StoreUnusableException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tree over an engine: complete tiles are stored, the open ones are in memory, rebuilt when the
 * store opens. The committer publishes a new edge after each durable batch.
 */
public final class EngineLedger implements LedgerTree {

    private final EngineView engine;
    private volatile TreeEdge edge;

    private EngineLedger(EngineView engine, TreeEdge edge) {
        this.engine = engine;
        this.edge = edge;
    }

    /**
     * Rebuilds the open tiles from the leaves and tiles below them.
     *
     * @throws StoreUnusableException when they are incomplete or do not have the head's root
     */
    public static EngineLedger open(EngineView engine, Head head) {
        long size = head.tree().size();
        byte[][] tiles = new byte[TreeEdge.LEVELS][TreeEdge.TILE_BYTES];
        EngineLedger ledger = new EngineLedger(engine, new TreeEdge(size, tiles));
        for (int level = 0; level < TreeEdge.LEVELS; level++) {
            long hashes = Tiles.hashes(level, size);
            long first = hashes / Tiles.WIDTH * Tiles.WIDTH;
            for (long index = first; index < hashes; index++) {
                byte[] hash = ledger.rebuild(level, index);
                int at = (int) (index - first) * Merkle.HASH_BYTES;
                System.arraycopy(hash, 0, tiles[level], at, Merkle.HASH_BYTES);
            }
        }
        if (!MessageDigest.isEqual(ledger.rootHash(size), head.tree().root())) {
            throw new StoreUnusableException(
                    "the store is damaged: its ledger's leaves do not have its head's root");
        }
        return ledger;
    }

    /** The tree of an earlier generation; empty when the engine has none of that number. */
    public static Optional<LedgerTree> archived(EngineView engine, int generation) {
        EngineView archived = new ArchivedView(engine, generation);
        return ArchivedView.isThere(engine, generation)
                ? Optional.of(open(archived, Head.read(archived)))
                : Optional.empty();
    }

    /**
     * Holds the tree against the last checkpoint published outside the store.
     *
     * @throws LedgerMismatchException when it is shorter, or has another root at that size
     */
    public void require(long minimumSize, Optional<byte[]> minimumRoot) {
        if (size() < minimumSize) {
            throw new LedgerMismatchException(
                    "the store's ledger has %d entries; its last published checkpoint has %d"
                            .formatted(size(), minimumSize));
        }
        minimumRoot.ifPresent(
                root -> {
                    if (!MessageDigest.isEqual(root, rootHash(minimumSize))) {
                        throw new LedgerMismatchException(
                                "the store's ledger is not the one of its last published"
                                        + " checkpoint of "
                                        + minimumSize
                                        + " entries");
                    }
                });
    }

    public TreeEdge edge() {
        return edge;
    }

    /** Shows readers what has become durable. */
    public void publish(TreeEdge durable) {
        edge = durable;
    }

    @Override
    public long size() {
        return edge.size();
    }

    @Override
    public byte[] rootHash(long size) {
        return Proofs.root(hashes(size), size);
    }

    @Override
    public List<byte[]> inclusionProof(long index, long size) {
        return Proofs.inclusion(hashes(size), index, size);
    }

    @Override
    public List<byte[]> consistencyProof(long oldSize, long newSize) {
        return Proofs.consistency(hashes(newSize), oldSize, newSize);
    }

    @Override
    public List<LedgerEntry> entries(long from, int limit) {
        RecordReads.requireLimit(limit);
        if (from < 0) {
            throw new IllegalArgumentException("entries are numbered from 0");
        }
        long size = edge.size();
        return LedgerEntries.read(engine, from, from > size - limit ? size : from + limit);
    }

    @Override
    public List<LedgerEntry> listed(byte[] tenantTag, long before, int limit) {
        RecordReads.requireLimit(limit);
        long end = Math.clamp(before, 0, edge.size());
        List<Long> indexes =
                engine
                        .scanReverse(
                                Space.LEDGER,
                                Layout.listed(tenantTag, 0),
                                Layout.listed(tenantTag, end),
                                limit)
                        .stream()
                        .map(found -> Layout.index(found.key()))
                        .toList();
        return LedgerEntries.read(engine, indexes);
    }

    private HashReader hashes(long size) {
        TreeEdge now = edge;
        if (size < 0 || size > now.size()) {
            throw new IllegalArgumentException("the ledger has " + now.size() + " entries");
        }
        Map<String, byte[]> read = new HashMap<>();
        TileReader tiles =
                (level, index, width) ->
                        index == now.openTile(level)
                                ? now.tiles()[level]
                                : read.computeIfAbsent(
                                        level + "/" + index, at -> completeTile(level, index));
        return new TileHashes(tiles, size);
    }

    private byte[] completeTile(int level, long index) {
        byte[] tile = engine.get(Space.LEDGER, Layout.tile(level, index));
        if (tile == null) {
            throw new StoreUnusableException(
                    "the store is damaged: tile " + level + "/" + index + " is missing");
        }
        return Layout.unframed(tile);
    }

    /** The hash {@code index} of a tile level, from the leaf or the complete tile below it. */
    private byte[] rebuild(int level, long index) {
        if (level > 0) {
            HashReader below = new TileHashes((l, i, width) -> completeTile(l, i), size());
            int half = level * Tiles.HEIGHT - 1;
            return Merkle.nodeHash(below.hash(half, 2 * index), below.hash(half, 2 * index + 1));
        }
        byte[] leaf = engine.get(Space.LEDGER, Layout.leaf(index));
        if (leaf == null) {
            throw new StoreUnusableException(
                    "the store is damaged: ledger entry " + index + " is missing");
        }
        return Merkle.leafHash(leaf);
    }
}
