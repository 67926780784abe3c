package fr.bleu.ledger;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes an export: a directory in the layout of c2sp.org/tlog-tiles with {@code checkpoint},
 * {@code tile/<L>/<N>[.p/<W>]}, {@code tile/entries/<N>[.p/<W>]}, and beside them {@code
 * opened/<N>} with the entries of bundle N that the exporter may open. The checkpoint is written
 * last: a directory without one is no export.
 */
public final class ExportWriter {

    private final Path directory;
    private final Checkpoint checkpoint;
    private final List<ByteArrayOutputStream> tiles = new ArrayList<>();
    private final List<Long> written = new ArrayList<>();
    private final CompactRange range = new CompactRange();
    private ByteArrayOutputStream bundle = new ByteArrayOutputStream();

    private ExportWriter(Path directory, Checkpoint checkpoint) {
        this.directory = directory;
        this.checkpoint = checkpoint;
    }

    /**
     * Writes an export.
     *
     * @param directory absent or empty
     * @param signedCheckpoint the signed note; as many leaves are read as its size says
     * @param leaves the leaves' bytes from index 0, in order
     * @param openings the entries to open, by ascending index; may be empty
     * @throws IOException when the directory holds something, the leaves are too few or do not hash
     *     to the checkpoint's root, or the openings are out of order
     */
    public static void write(
            Path directory,
            String signedCheckpoint,
            Iterator<byte[]> leaves,
            Iterator<Opening> openings)
            throws IOException, MalformedException {
        Checkpoint checkpoint = Checkpoint.parse(Note.parse(signedCheckpoint).text());
        Files.createDirectories(directory);
        try (Stream<Path> there = Files.list(directory)) {
            if (there.findAny().isPresent()) {
                throw new IOException(directory + " is not empty");
            }
        }
        ExportWriter writer = new ExportWriter(directory, checkpoint);
        writer.leaves(leaves);
        writer.openings(openings);
        writer.put("checkpoint", signedCheckpoint.getBytes(StandardCharsets.UTF_8));
    }

    private void leaves(Iterator<byte[]> leaves) throws IOException {
        while (range.size() < checkpoint.size()) {
            if (!leaves.hasNext()) {
                throw new IOException("the leaves end before the checkpoint's size");
            }
            leaf(leaves.next());
        }
        int width = (int) (range.size() % Tiles.WIDTH);
        if (width > 0) {
            put(Tiles.entriesPath(range.size() / Tiles.WIDTH, width), bundle.toByteArray());
        }
        for (int level = 0; level < tiles.size(); level++) {
            int hashes = tiles.get(level).size() / Merkle.HASH_BYTES;
            if (hashes > 0) {
                tile(level, hashes);
            }
        }
        if (!MessageDigest.isEqual(range.root(), checkpoint.root())) {
            throw new IOException("the leaves do not hash to the checkpoint's root");
        }
    }

    private void leaf(byte[] leaf) throws IOException {
        if (leaf.length != Leaf.BYTES) {
            throw new IOException("a leaf does not have 57 bytes");
        }
        byte[] hash = Merkle.leafHash(leaf);
        range.append(hash);
        bundle.write(0);
        bundle.write(Leaf.BYTES);
        bundle.writeBytes(leaf);
        if (range.size() % Tiles.WIDTH == 0) {
            long index = range.size() / Tiles.WIDTH - 1;
            put(Tiles.entriesPath(index, Tiles.WIDTH), bundle.toByteArray());
            bundle = new ByteArrayOutputStream();
        }
        hash(0, hash);
    }

    private void hash(int level, byte[] hash) throws IOException {
        if (tiles.size() == level) {
            tiles.add(new ByteArrayOutputStream());
            written.add(0L);
        }
        tiles.get(level).writeBytes(hash);
        if (tiles.get(level).size() == Tiles.WIDTH * Merkle.HASH_BYTES) {
            byte[] root = TileHashes.root(tiles.get(level).toByteArray());
            tile(level, Tiles.WIDTH);
            hash(level + 1, root);
        }
    }

    private void tile(int level, int width) throws IOException {
        put(Tiles.tilePath(level, written.get(level), width), tiles.get(level).toByteArray());
        tiles.get(level).reset();
        written.set(level, written.get(level) + 1);
    }

    private void openings(Iterator<Opening> openings) throws IOException {
        Opening next = openings.hasNext() ? openings.next() : null;
        long least = 0;
        while (next != null) {
            long number = next.index() / Tiles.WIDTH;
            Path file = directory.resolve(Tiles.openedPath(number));
            Files.createDirectories(file.getParent());
            try (DataOutputStream out =
                    new DataOutputStream(
                            new BufferedOutputStream(
                                    Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)))) {
                while (next != null && next.index() / Tiles.WIDTH == number) {
                    if (next.index() < least || next.index() >= checkpoint.size()) {
                        throw new IOException("openings out of order or beyond the tree");
                    }
                    least = next.index() + 1;
                    next.write(out);
                    next = openings.hasNext() ? openings.next() : null;
                }
            }
        }
    }

    private void put(String path, byte[] bytes) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes, StandardOpenOption.CREATE_NEW);
    }
}
