package fr.bleu.ledger;

import java.io.DataInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** Checks entry bundles and opened entries against verified level-0 tiles, in order. */
final class EntryCheck {

    private static final int RECORD_BYTES = 2 + Leaf.BYTES;

    private final ExportFiles files;
    private final long size;
    private final ReceiptCheck receipt;
    private Optional<TimeRange> times = Optional.empty();
    private long opened;

    EntryCheck(ExportFiles files, long size, ReceiptCheck receipt) {
        this.files = files;
        this.size = size;
        this.receipt = receipt;
    }

    /** The commit times seen so far. */
    Optional<TimeRange> times() {
        return times;
    }

    /** How many opened entries matched so far. */
    long opened() {
        return opened;
    }

    /** Checks one bundle, and what is opened of it. */
    void check(long number, byte[] tile) throws IOException, Refusal {
        int width = tile.length / Merkle.HASH_BYTES;
        long first = number * Tiles.WIDTH;
        String path = Tiles.entriesPath(number, width);
        byte[] bundle =
                files.read(path, width * RECORD_BYTES)
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                new Finding.Truncated(
                                                        path, size, OptionalLong.of(first))));
        Leaf[] leaves = new Leaf[width];
        for (int i = 0; i < width; i++) {
            byte[] leaf = leaf(bundle, i);
            if (!isHashOf(tile, i, leaf)) {
                throw new Refusal(mismatch(path, first + i, bundle, tile, i));
            }
            leaves[i] = decode(first + i, leaf);
            receipt.leaf(first + i, leaf);
        }
        for (Leaf leaf : leaves) {
            long micros = leaf.commitTimeMicros();
            times =
                    Optional.of(
                            times.map(range -> range.with(micros))
                                    .orElse(new TimeRange(micros, micros)));
        }
        checkOpened(number, leaves);
    }

    /** Tells a removed entry (the next stands in its place) from a cut file and an altered byte. */
    private Finding mismatch(String path, long index, byte[] bundle, byte[] tile, int at) {
        boolean shorter = bundle.length < tile.length / Merkle.HASH_BYTES * RECORD_BYTES;
        if (shorter && leaf(bundle, at) == null) {
            return new Finding.Truncated(path, size, OptionalLong.of(index));
        }
        boolean nextStandsHere =
                (at + 1) * Merkle.HASH_BYTES < tile.length
                        && isHashOf(tile, at + 1, leaf(bundle, at));
        return shorter && nextStandsHere
                ? new Finding.RemovedEntry(index, path)
                : new Finding.AlteredEntry(index, path);
    }

    /** The entry's bytes; null where the bundle does not hold a whole one of a leaf's length. */
    private static byte[] leaf(byte[] bundle, int at) {
        int from = at * RECORD_BYTES;
        if (from + RECORD_BYTES > bundle.length) {
            return null;
        }
        boolean prefixed = bundle[from] == 0 && bundle[from + 1] == Leaf.BYTES;
        return prefixed ? Arrays.copyOfRange(bundle, from + 2, from + RECORD_BYTES) : new byte[0];
    }

    private static boolean isHashOf(byte[] tile, int at, byte[] leaf) {
        int from = at * Merkle.HASH_BYTES;
        return leaf != null
                && leaf.length == Leaf.BYTES
                && MessageDigest.isEqual(
                        Arrays.copyOfRange(tile, from, from + Merkle.HASH_BYTES),
                        Merkle.leafHash(leaf));
    }

    private static Leaf decode(long index, byte[] leaf) throws Refusal {
        try {
            return Leaf.decode(leaf);
        } catch (IllegalArgumentException e) {
            throw new Refusal(new Finding.UnknownLeaf(index, e.getMessage()));
        }
    }

    private void checkOpened(long number, Leaf[] leaves) throws IOException, Refusal {
        String path = Tiles.openedPath(number);
        Optional<DataInputStream> file = files.open(path);
        if (file.isEmpty()) {
            return;
        }
        long least = number * Tiles.WIDTH;
        long end = least + leaves.length;
        try (DataInputStream in = file.get()) {
            for (in.mark(1); in.read() >= 0; in.mark(1)) {
                in.reset();
                Opening opening = Opening.read(in);
                if (opening.index() < least || opening.index() >= end) {
                    throw new MalformedException("holds an opened entry out of its place");
                }
                least = opening.index() + 1;
                byte[] commitment = Leaf.commitment(opening.salt(), opening.entry());
                Leaf leaf = leaves[(int) (opening.index() % Tiles.WIDTH)];
                if (!MessageDigest.isEqual(commitment, leaf.commitment())) {
                    throw new Refusal(new Finding.AlteredOpening(opening.index(), path));
                }
                opened++;
            }
        } catch (MalformedException e) {
            throw new Refusal(new Finding.MalformedFile(path, e.getMessage()));
        }
    }
}
