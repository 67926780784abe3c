package fr.bleu.extents;

import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.disk.RealDisk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Segments of one epoch, filled in a folder beside the extents' own, {@code <folder>.loading},
 * which gets its name at the end. What a cut move left there the next one removes.
 */
final class SegmentTarget implements ExtentMove.Target {

    private final Path folder;
    private final Path loading;
    private final FileExtentsLoad load;
    private final long epoch;

    private SegmentTarget(Path folder, Path loading, long epoch) throws IOException {
        this.folder = folder;
        this.loading = loading;
        this.epoch = epoch;
        this.load = new FileExtentsLoad(new RealDisk(loading), ExtentOptions.standard(), epoch);
    }

    static SegmentTarget in(Path folder, long epoch) throws IOException {
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
        Files.deleteIfExists(folder);
        Files.move(loading, folder, StandardCopyOption.ATOMIC_MOVE);
        new RealDisk(folder.getParent()).forceFolder("");
    }

    @Override
    public List<Stored> records(long version) {
        return List.of(new Stored(Epoch.key(), version, Epoch.closed(epoch)));
    }

    @Override
    public void ended() {}

    @Override
    public void close() throws IOException {
        load.close();
        remove(loading);
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
