package fr.bleu.extents;

import static java.nio.charset.StandardCharsets.US_ASCII;

import fr.bleu.keys.PrivateFiles;
import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.disk.RealDisk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Segments of one epoch, filled in a folder beside the extents' own, {@code <folder>.loading},
 * which gets its name at the end. What a cut move left there the next one removes; also what it
 * left under its name, which {@code <folder>.moving} knows by its epoch until the move has ended.
 */
final class SegmentTarget implements ExtentMove.Target {

    private static final int MARK_BYTES = 16;

    private final Path folder;
    private final Path loading;
    private final Path mark;
    private final FileExtentsLoad load;
    private final long epoch;

    private SegmentTarget(Path folder, Path loading, long epoch) throws IOException {
        this.folder = folder;
        this.loading = loading;
        this.mark = mark(folder);
        this.epoch = epoch;
        this.load = new FileExtentsLoad(new RealDisk(loading), ExtentOptions.standard(), epoch);
    }

    private static Path mark(Path folder) {
        return folder.resolveSibling(folder.getFileName() + ".moving");
    }

    static boolean isMarked(Path folder) {
        return Files.exists(mark(folder));
    }

    static void unmark(Path folder) throws IOException {
        Files.deleteIfExists(mark(folder));
    }

    static SegmentTarget in(Path folder, long epoch) throws IOException {
        removeCut(folder);
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    throw new IOException(folder + " is not empty");
                }
            }
        }
        Path loading = folder.resolveSibling(folder.getFileName() + ".loading");
        remove(loading);
        Files.createDirectory(loading);
        return new SegmentTarget(folder, loading, epoch);
    }

    @Override
    public byte[] put(Key location, Place from) throws IOException {
        try (InputStream stored = from.open()) {
            return load.put(location, stored, from.storedBytes());
        }
    }

    /** The next writer's epoch is the one after all that the source has had. */
    @Override
    public boolean replaces(Stored record) {
        return record.key().equals(Epoch.key());
    }

    @Override
    public void finish() throws IOException {
        load.finish();
        PrivateFiles.replace(mark, HexFormat.of().toHexDigits(epoch).getBytes(US_ASCII));
        Files.deleteIfExists(folder);
        Files.move(loading, folder, StandardCopyOption.ATOMIC_MOVE);
        new RealDisk(folder.getParent()).forceFolder("");
    }

    @Override
    public List<Stored> records(long version) {
        return List.of(new Stored(Epoch.key(), version, Epoch.closed(epoch)));
    }

    @Override
    public void close() throws IOException {
        load.close();
        remove(loading);
    }

    /** Removes what a move has filled and not ended, if nobody has written to it since. */
    private static void removeCut(Path folder) throws IOException {
        Path mark = mark(folder);
        if (!Files.exists(mark)) {
            return;
        }
        if (Files.exists(folder)) {
            String epoch = new String(PrivateFiles.read(mark, MARK_BYTES), US_ASCII);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    if (!file.getFileName().toString().startsWith(epoch + "-")) {
                        throw new IOException(
                                file + " is not of the move that was cut: " + folder + " is left");
                    }
                }
            }
            remove(folder);
        }
        Files.delete(mark);
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
