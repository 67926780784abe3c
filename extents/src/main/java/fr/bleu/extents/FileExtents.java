package fr.bleu.extents;

import fr.bleu.keys.SealingKey;
import fr.bleu.store.Key;
import fr.bleu.store.Store;
import fr.bleu.store.Write;
import fr.bleu.store.disk.Disk;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The {@code files} engine: extents in segment files of one disk.
 *
 * <p>Each open claims a new writer epoch and writes new segments only; what an earlier process had
 * not committed stays invisible. Freed space goes back to the disk at once, and this process writes
 * the live epoch's again. What an earlier process finished but did not commit, or deleted but did
 * not free, {@link #reclaim} finds.
 *
 * <p>For any number of threads; never interrupt one that is inside.
 */
public final class FileExtents implements Extents {

    private final Store store;
    private final InstantSource clock;
    private final SecureRandom random;
    private final ExtentOptions options;
    private final Epoch epoch;
    private final Segments segments;
    private final SegmentReaders readers;
    private final FreedSpace space;
    private final ClosedSegments closedSegments;
    private final Buffers buffers;
    private final Pins pins;
    private final PlacedReads reads;
    private final AtomicLong extents = new AtomicLong();
    private final LongAdder freedBytes = new LongAdder();
    private final AtomicBoolean closed = new AtomicBoolean();

    private FileExtents(
            Disk disk,
            Store store,
            InstantSource clock,
            SecureRandom random,
            ExtentOptions options,
            Consumer<IOException> fatal) {
        this.store = store;
        this.clock = clock;
        this.random = random;
        this.options = options;
        this.epoch = Epoch.claim(store, clock.millis(), random);
        this.segments = new Segments(disk, epoch.number(), options, fatal);
        this.readers = new SegmentReaders(disk);
        this.space = new FreedSpace(disk, options.alignBytes());
        this.closedSegments = new ClosedSegments(disk, readers, space, epoch.number(), options);
        this.buffers = new Buffers(options.chunkBytes());
        this.pins = new Pins(store, clock, random, this::isAlive);
        this.reads = new PlacedReads(store, Place.InSegments.finder(readers), buffers);
    }

    /**
     * Opens the engine: closes the last epoch, if its process was killed, and claims the next. What
     * was left unused {@link #reclaim} gives back.
     *
     * @param disk the folder of the segments, its own
     * @param fatal told of a failed sync, after which nothing may be acknowledged: stops the
     *     process
     * @throws IllegalStateException when another engine claims the same store at the same time
     */
    public static FileExtents open(
            Disk disk,
            Store store,
            InstantSource clock,
            SecureRandom random,
            ExtentOptions options,
            Consumer<IOException> fatal) {
        return new FileExtents(disk, store, clock, random, options, fatal);
    }

    /**
     * Begins to fill an empty folder, for a store that begins a generation of its ledger.
     *
     * @throws IOException when it is not empty
     */
    public static ExtentsLoad load(Disk disk, ExtentOptions options, int generation)
            throws IOException {
        return new FileExtentsLoad(disk, options, StoredExtents.floor(generation));
    }

    @Override
    public ExtentWriter create(UUID owner, SealingKey account) throws IOException {
        UUID id = new UUID(epoch.number(), extents.incrementAndGet());
        byte[] key = new byte[ChunkCipher.KEY_BYTES];
        random.nextBytes(key);
        return new FileExtentWriter(
                segments, space, options, buffers, epoch, id, owner, account, key);
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

    @Override
    public long copyStored(Key location, OutputStream out) throws IOException {
        return reads.copyStored(location, out);
    }

    @Override
    public Optional<Pin> pin() throws IOException {
        return pins.take(writer());
    }

    @Override
    public boolean holds(Pin pin) {
        return pins.holds(pin);
    }

    @Override
    public boolean release(Pin pin) throws IOException {
        return pins.release(pin);
    }

    @Override
    public boolean isPinned() throws IOException {
        return pins.isPinned();
    }

    @Override
    public Deletion delete(UUID owner, UUID extent) {
        Key place = Location.key(owner, extent);
        return store.get(place)
                .map(
                        stored ->
                                Deletion.ofRuns(
                                        new Write.Delete(place), Location.decode(stored.value())))
                .orElseGet(Deletion::nothing);
    }

    @Override
    public void free(List<Deletion> deletions) {
        List<Run> runs = deletions.stream().flatMap(deletion -> deletion.runs().stream()).toList();
        freeRuns(runs);
        freedBytes.add(runs.stream().mapToLong(Run::length).sum());
    }

    @Override
    public long writer() {
        return epoch.number();
    }

    @Override
    public boolean isAlive(long writer) {
        return writer == epoch.number() && !closed.get();
    }

    @Override
    public long freedBytes() {
        return freedBytes.sum();
    }

    @Override
    public void giveUp(Finished finished) {
        for (Write write : finished.writes()) {
            if (write instanceof Write.Put location) {
                freeRuns(Location.decode(location.value()));
            }
        }
    }

    private void freeRuns(List<Run> runs) {
        // What lies side by side is punched at once: each call waits for the file system.
        List<Run> whole =
                Run.join(
                        runs.stream()
                                .map(space::whole)
                                .sorted(
                                        Comparator.comparing(Run::segment)
                                                .thenComparingInt(Run::offset))
                                .toList());
        space.punch(whole);
        for (Run run : whole) {
            if (closedSegments.has(run)) {
                closedSegments.freed(run);
            } else {
                segments.giveBack(run);
            }
        }
    }

    @Override
    public void reclaim(Iterable<UUID> owners, BooleanSupplier stopped) throws IOException {
        closedSegments.walk(store, owners, stopped);
    }

    @Override
    public void warmUp() {
        ChunkCipher.warmUp(buffers, options.chunkBytes());
    }

    /** Cuts the segments' unused tails and closes the epoch: nothing unfinished can commit. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        readers.close();
        try {
            segments.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing the extents failed", e);
        }
        if (!epoch.close(store, clock.millis(), random)) {
            System.getLogger(FileExtents.class.getName())
                    .log(System.Logger.Level.WARNING, "the next start closes the extents' epoch");
        }
    }
}
