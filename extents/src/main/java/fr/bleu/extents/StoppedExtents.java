package fr.bleu.extents;

import fr.bleu.keys.SealingKey;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.disk.Disk;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The extents of an instance that does not run, for reading alone: no writer's epoch is claimed and
 * nothing is collected.
 */
public final class StoppedExtents implements ExtentReads, AutoCloseable {

    private static final int PAGE = 500;

    private final PlacedReads reads;
    private final Runnable release;

    private StoppedExtents(PlacedReads reads, Runnable release) {
        this.reads = reads;
        this.release = release;
    }

    /**
     * Those of the {@code files} engine.
     *
     * @param disk the folder of the segments
     * @param store has the locations
     */
    public static StoppedExtents files(Disk disk, Reads store) {
        SegmentReaders segments = new SegmentReaders(disk);
        Buffers buffers = new Buffers(ExtentOptions.standard().chunkBytes());
        return new StoppedExtents(
                new PlacedReads(store, Place.InSegments.finder(segments), buffers),
                segments::close);
    }

    /** Those of the {@code s3} engine. */
    public static StoppedExtents objects(S3Options options, Reads store) throws IOException {
        Bucket bucket = Bucket.open(options);
        Place.Finder finder = Place.InObject.finder(bucket, options.limits().windowBytes());
        Buffers buffers = new Buffers(options.limits().chunkBytes());
        return new StoppedExtents(new PlacedReads(store, finder, buffers), bucket::close);
    }

    /** The store that has the locations. */
    Reads store() {
        return reads.store();
    }

    /** Where an extent's bytes are. */
    Place place(UUID extent, Reads.Stored location) throws IOException {
        return reads.find(extent, location);
    }

    @Override
    public void read(
            Extent extent,
            UUID owner,
            SealingKey account,
            long offset,
            long length,
            OutputStream out)
            throws IOException {
        reads.read(extent, owner, account, offset, length, out);
    }

    /**
     * Looks at each of an owner's locations, whoever refers to it: whether it can be read, and the
     * bytes that it names are there. Nothing is opened.
     *
     * @param found told of each extent that is not whole
     * @return how many locations there are
     */
    public long verify(UUID owner, Consumer<String> found) throws IOException {
        Key all = Key.of(owner, Location.TABLE);
        Key from = all;
        long count = 0;
        List<Reads.Stored> page;
        do {
            page = reads.store().scan(from, all.afterPrefix(), PAGE);
            for (Reads.Stored location : page) {
                verify(location, found);
                from = location.key().next();
            }
            count += page.size();
        } while (page.size() == PAGE);
        return count;
    }

    private void verify(Reads.Stored location, Consumer<String> found) throws IOException {
        UUID extent = Location.extentIn(location.key());
        try {
            reads.find(extent, location).requireThere();
        } catch (ExtentDamagedException e) {
            found.accept(
                    "account "
                            + location.key().owner()
                            + " extent "
                            + extent
                            + ": "
                            + e.getMessage());
        }
    }

    @Override
    public void close() {
        release.run();
    }
}
