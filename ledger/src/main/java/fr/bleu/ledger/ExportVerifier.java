package fr.bleu.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Verifies an export with nothing but the export and a verifier key. It reads each file once, from
 * the signed root downwards and from the first entry to the last, and holds one tile of each level
 * at a time: whatever it compares with has been verified before.
 */
public final class ExportVerifier {

    private static final String CHECKPOINT = "checkpoint";

    private final ExportFiles files;
    private final Checkpoint checkpoint;
    private final ReceiptCheck receipt;
    private final EntryCheck entries;

    private ExportVerifier(ExportFiles files, Checkpoint checkpoint, ReceiptCheck receipt) {
        this.files = files;
        this.checkpoint = checkpoint;
        this.receipt = receipt;
        this.entries = new EntryCheck(files, checkpoint.size(), receipt);
    }

    /**
     * Verifies an export, and a receipt against it.
     *
     * @param export the export's directory
     * @param vkey the ledger's verifier key, from where the auditor trusts it, never from the
     *     export
     * @param receiptText a {@code bleu-receipt} header's value
     * @throws IOException when a file cannot be read for a reason of the machine's
     */
    public static Report verify(Path export, String vkey, Optional<String> receiptText)
            throws IOException {
        try {
            VerifierKey key = ReceiptVerifier.key(vkey);
            if (!Files.isDirectory(export)) {
                throw new Refusal(new Finding.MalformedFile(export.toString(), "is no directory"));
            }
            ExportFiles files = new ExportFiles(export);
            Checkpoint checkpoint = checkpoint(files, key);
            ReceiptCheck receipt = ReceiptCheck.of(receiptText, key, checkpoint);
            return new ExportVerifier(files, checkpoint, receipt).verify();
        } catch (Refusal e) {
            return new Report.Failed(e.finding());
        }
    }

    private static Checkpoint checkpoint(ExportFiles files, VerifierKey key)
            throws IOException, Refusal {
        byte[] bytes =
                files.read(CHECKPOINT, Note.LIMIT)
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                new Finding.MalformedFile(
                                                        CHECKPOINT,
                                                        "is missing: this is no export")));
        String text;
        try {
            text = Texts.utf8(bytes, "the checkpoint");
        } catch (MalformedException e) {
            throw new Refusal(new Finding.MalformedCheckpoint("of the export", e.getMessage()));
        }
        return Checkpoint.open(text, key, "of the export");
    }

    private Report verify() throws IOException, Refusal {
        files.checkOpened(Math.ceilDiv(checkpoint.size(), Tiles.WIDTH));
        List<byte[]> edge = edge();
        for (int level = edge.size() - 1; level >= 0; level--) {
            if (edge.get(level).length > 0) {
                visit(level, Tiles.hashes(level, checkpoint.size()) / Tiles.WIDTH, edge.get(level));
            }
        }
        receipt.atEnd();
        return new Report.Verified(
                checkpoint, entries.times(), entries.opened(), receipt.receipt());
    }

    /**
     * The partial tiles at the right edge, which alone make up the root; empty where there is none.
     */
    private List<byte[]> edge() throws IOException, Refusal {
        long size = checkpoint.size();
        List<byte[]> edge = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        for (int level = 0; Tiles.hashes(level, size) > 0; level++) {
            long index = Tiles.hashes(level, size) / Tiles.WIDTH;
            int width = Tiles.width(level, index, size);
            edge.add(width == 0 ? new byte[0] : tile(level, index, width));
            if (width > 0) {
                paths.add(Tiles.tilePath(level, index, width));
            }
        }
        byte[] root = root(edge);
        if (!MessageDigest.isEqual(root, checkpoint.root())) {
            throw new Refusal(new Finding.OtherRoot(paths));
        }
        return edge;
    }

    /** Folds the edge's hashes from the smallest subtree up, as a compact range does. */
    private static byte[] root(List<byte[]> edge) {
        byte[] root = null;
        for (byte[] tile : edge) {
            int end = tile.length / Merkle.HASH_BYTES;
            while (end > 0) {
                int span = Integer.lowestOneBit(end);
                byte[] subtree = TileHashes.root(tile, end - span, span);
                root = root == null ? subtree : Merkle.nodeHash(subtree, root);
                end -= span;
            }
        }
        return root == null ? Merkle.emptyRoot() : root;
    }

    /** Descends from a verified tile to the entries below it. */
    private void visit(int level, long index, byte[] tile) throws IOException, Refusal {
        if (level == 0) {
            entries.check(index, tile);
            return;
        }
        for (int i = 0; i < tile.length / Merkle.HASH_BYTES; i++) {
            long child = index * Tiles.WIDTH + i;
            byte[] bytes = tile(level - 1, child, Tiles.WIDTH);
            int from = i * Merkle.HASH_BYTES;
            byte[] expected = Arrays.copyOfRange(tile, from, from + Merkle.HASH_BYTES);
            if (!MessageDigest.isEqual(TileHashes.root(bytes), expected)) {
                throw new Refusal(
                        new Finding.AlteredTile(Tiles.tilePath(level - 1, child, Tiles.WIDTH)));
            }
            visit(level - 1, child, bytes);
        }
    }

    private byte[] tile(int level, long index, int width) throws IOException, Refusal {
        String path = Tiles.tilePath(level, index, width);
        int length = width * Merkle.HASH_BYTES;
        byte[] tile = files.read(path, length).orElseThrow(() -> new Refusal(truncated(path)));
        if (tile.length != length) {
            throw new Refusal(
                    new Finding.MalformedFile(
                            path, "has " + tile.length + " bytes instead of " + length));
        }
        return tile;
    }

    private Finding truncated(String path) {
        return new Finding.Truncated(path, checkpoint.size(), OptionalLong.empty());
    }
}
