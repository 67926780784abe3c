package fr.bleu.extents;

import fr.bleu.keys.SealingKey;
import fr.bleu.store.Key;
import fr.bleu.store.Store;
import fr.bleu.store.Write;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The {@code s3} engine: each extent is an object of its own in a bucket, encrypted here. Any
 * number of nodes may write over one store and one bucket; each has its own epoch, see {@link
 * WriterEpochs}.
 *
 * <p>What S3 does not do in time fails with {@link ExtentsUnavailableException}. For any number of
 * threads; never interrupt one that is inside.
 */
public final class S3Extents implements Extents {

    private static final System.Logger LOG = System.getLogger(S3Extents.class.getName());

    private static final byte[] MARKER = "bleu extents 1\n".getBytes(StandardCharsets.US_ASCII);

    /** Random, so that a repeated claim knows its own marker from another store's. */
    private static final int CLAIM_BYTES = 16;

    private static final int DELETIONS_AT_ONCE = 8;

    /** Of what was left, beside what is to be freed now. */
    private static final int LEFT_AT_ONCE = 100;

    private final Bucket bucket;
    private final Store store;
    private final SecureRandom random;
    private final S3Limits limits;
    private final WriterEpochs epochs;
    private final EpochKeeper keeper;
    private final OrphanObjects orphans;
    private final Buffers buffers;
    private final PlacedReads reads;
    private final PartBuffers parts;
    private final LongAdder freedBytes = new LongAdder();
    private final LeftObjects left = new LeftObjects();
    private final Pins pins;
    private volatile boolean closed;

    private S3Extents(
            Bucket bucket,
            Store store,
            InstantSource clock,
            LongSupplier nanos,
            SecureRandom random,
            S3Limits limits)
            throws IOException {
        this.bucket = bucket;
        this.store = store;
        this.random = random;
        this.limits = limits;
        this.buffers = new Buffers(limits.chunkBytes());
        this.reads =
                new PlacedReads(
                        store, Place.InObject.finder(bucket, limits.windowBytes()), buffers);
        this.parts = new PartBuffers(limits.partBytes(), limits.uploads(), limits.call());
        this.epochs = new WriterEpochs(store, clock, random);
        this.pins = new Pins(store, clock, random, this::isAlive);
        this.orphans = new OrphanObjects(bucket, epochs, store);
        this.keeper = new EpochKeeper(epochs, this::mark, nanos, limits.lease());
    }

    /**
     * Opens the engine: tries what it relies on and claims an epoch. What was left unused {@link
     * #reclaim} gives back.
     *
     * @throws ExtentsUnavailableException when S3 does not answer or refuses the key
     * @throws IOException when the server lacks something, or the credentials' file is not private
     */
    public static S3Extents open(
            S3Options options, Store store, InstantSource clock, SecureRandom random)
            throws IOException {
        return open(options, store, clock, System::nanoTime, random);
    }

    /**
     * Begins to fill an empty prefix.
     *
     * @throws IOException when there are objects below it
     */
    public static ExtentsLoad load(S3Options options) throws IOException {
        Bucket bucket = Bucket.open(options);
        try {
            if (!bucket.list("", 1).isEmpty()) {
                throw new IOException("the bucket holds objects below the prefix");
            }
            return new S3ExtentsLoad(bucket, options.limits());
        } catch (IOException | RuntimeException e) {
            bucket.close();
            throw e;
        }
    }

    static S3Extents open(
            S3Options options,
            Store store,
            InstantSource clock,
            LongSupplier nanos,
            SecureRandom random)
            throws IOException {
        S3Limits limits = options.limits();
        Bucket bucket = Bucket.open(options);
        try {
            new S3Probe(bucket, random).run();
            return new S3Extents(bucket, store, clock, nanos, random, limits);
        } catch (IOException | RuntimeException e) {
            bucket.close();
            throw e;
        }
    }

    /** A number that another store has used below the same prefix is passed over. */
    private boolean mark(long epoch) throws IOException {
        byte[] own = new byte[MARKER.length + CLAIM_BYTES];
        random.nextBytes(own);
        System.arraycopy(MARKER, 0, own, 0, MARKER.length);
        return bucket.putNew(ObjectName.marker(epoch), own, own.length);
    }

    @Override
    public ExtentWriter create(UUID owner, SealingKey account) throws IOException {
        EpochKeeper.Started started = keeper.next();
        byte[] key = new byte[ChunkCipher.KEY_BYTES];
        random.nextBytes(key);
        return new S3ExtentWriter(bucket, limits, parts, buffers, started, owner, account, key);
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
        refuseWhenClosed();
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
                .map(ObjectLocation::decode)
                .map(it -> Deletion.ofObject(new Write.Delete(place), extent, it.storedBytes()))
                .orElseGet(Deletion::nothing);
    }

    @Override
    public void free(List<Deletion> deletions) {
        List<UUID> objects = new ArrayList<>(left.take(LEFT_AT_ONCE));
        deletions.forEach(it -> objects.addAll(it.objects()));
        deleteObjects(objects);
        freedBytes.add(deletions.stream().mapToLong(Deletion::bytes).sum());
    }

    @Override
    public long writer() {
        return keeper.number();
    }

    @Override
    public boolean isAlive(long writer) {
        return epochs.isLive(writer);
    }

    @Override
    public long freedBytes() {
        return freedBytes.sum();
    }

    @Override
    public void giveUp(Finished finished) {
        deleteObjects(List.of(finished.extent().id()));
    }

    /** Some at a time, since each waits for S3. */
    private void deleteObjects(List<UUID> extents) {
        AtomicBoolean failing = new AtomicBoolean();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(
                        DELETIONS_AT_ONCE, Thread.ofVirtual().name("extent-deletion").factory())) {
            extents.forEach(extent -> threads.execute(() -> deleteObject(extent, failing)));
        }
    }

    /** The first failure ends it: what is left is tried again with what is freed later. */
    private void deleteObject(UUID extent, AtomicBoolean failing) {
        if (failing.get()) {
            left.add(extent);
            return;
        }
        try {
            bucket.delete(ObjectName.of(extent).text());
        } catch (IOException e) {
            left.add(extent);
            if (!failing.getAndSet(true)) {
                LOG.log(Level.WARNING, "objects are left for later: " + e.getMessage());
            }
        }
    }

    @Override
    public void reclaim(Iterable<UUID> owners, BooleanSupplier stopped) throws IOException {
        BooleanSupplier ended = () -> closed || stopped.getAsBoolean();
        if (!ended.getAsBoolean()) {
            deleteObjects(left.take(LeftObjects.MOST));
        }
        keeper.settle(ended);
        orphans.collect(owners, ended);
    }

    @Override
    public void warmUp() {
        ChunkCipher.warmUp(buffers, limits.chunkBytes());
    }

    /** Closes the epoch: nothing unfinished can commit. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            keeper.close();
            bucket.close();
        }
    }

    /** Ends as a killed process does, for tests. */
    void abandon() {
        closed = true;
        keeper.abandon();
        bucket.close();
    }

    /** For tests: one round of {@link EpochKeeper#tick}. */
    void tick() throws IOException {
        keeper.tick();
    }

    private void refuseWhenClosed() throws IOException {
        if (closed) {
            throw new IOException("the extents are closed");
        }
    }
}
