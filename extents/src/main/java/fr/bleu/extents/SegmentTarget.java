package fr.bleu.extents;

import fr.bleu.store.Reads.Stored;
import fr.bleu.store.disk.Disk;
import fr.bleu.store.disk.DiskFile;
import fr.bleu.store.disk.RealDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Segments of one epoch, filled in a folder beside the extents' own, {@code <folder>.loading},
 * which gets its name at the end. What a cut move left there the next one removes.
 */
final class SegmentTarget implements ExtentMove.Target {

    private final Path folder;
    private final Path loading;
    private final Disk disk;
    private final Segments segments;
    private final ExtentOptions options = ExtentOptions.standard();
    private final long epoch;

    private SegmentTarget(Path folder, Path loading, long epoch) {
        this.folder = folder;
        this.loading = loading;
        this.epoch = epoch;
        this.disk = new RealDisk(loading);
        this.segments = new Segments(disk, epoch, options, _ -> {});
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
    public byte[] put(UUID extent, Place from) throws IOException {
        RunWriter runs = new RunWriter(segments, options);
        ExtentMove.copy(from, runs::write);
        return Location.encode(runs.finish());
    }

    /** The next writer's epoch is the one after all that the source has had. */
    @Override
    public boolean replaces(Stored record) {
        return record.key().equals(Epoch.key());
    }

    @Override
    public void finish() throws IOException {
        segments.close();
        for (String name : disk.list("")) {
            try (DiskFile segment = disk.open(name)) {
                segment.force();
            }
        }
        disk.forceFolder("");
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
        segments.close();
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
