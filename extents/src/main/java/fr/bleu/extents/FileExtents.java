package fr.bleu.extents;

import fr.bleu.keys.SealingKey;
import fr.bleu.store.Reads;
import fr.bleu.store.Store;
import fr.bleu.store.Write;
import fr.bleu.store.disk.Disk;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The {@code files} engine: extents in segment files of one disk.
 *
 * <p>Each open claims a new writer epoch and writes new segments only; what an earlier process had
 * not committed stays invisible. Space that a writer gave up is used again by this process. Space
 * of deleted extents, and of finished ones whose change did not commit, is not collected yet: the
 * collector of a later issue finds it as what no location record of the accounts covers in the
 * segments of closed epochs.
 *
 * <p>For any number of threads; never interrupt one that is inside.
 */
public final class FileExtents implements Extents {

    private static final byte[] KEY_LABEL =
            "bleu-extent-key/1 ".getBytes(StandardCharsets.US_ASCII);

    /** Many small calls: the JVM compiles what is called often. */
    private static final int WARM_CALLS = 3_000;

    private static final int WARM_BYTES = 8 << 10;

    private final Store store;
    private final InstantSource clock;
    private final SecureRandom random;
    private final ExtentOptions options;
    private final Epoch epoch;
    private final Segments segments;
    private final SegmentReaders readers;
    private final Buffers buffers;
    private final AtomicLong extents = new AtomicLong();
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
        this.buffers = new Buffers(options.chunkBytes());
    }

    /**
     * Opens the engine: tidies up after a process that was killed, closes its epoch and claims the
     * next.
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
            Consumer<IOException> fatal)
            throws IOException {
        Epoch.Last last = Epoch.last(store);
        if (last.live()) {
            Tails.cut(disk, last.number());
        }
        return new FileExtents(disk, store, clock, random, options, fatal);
    }

    @Override
    public ExtentWriter create(UUID owner, SealingKey account) throws IOException {
        UUID id = new UUID(epoch.number(), extents.incrementAndGet());
        byte[] key = new byte[ChunkCipher.KEY_BYTES];
        random.nextBytes(key);
        return new FileExtentWriter(segments, options, buffers, epoch, id, owner, account, key);
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
        Objects.checkFromIndexSize(offset, length, extent.length());
        ChunkCipher cipher =
                new ChunkCipher(
                        extent.id(), account.open(extent.wrappedKey(), keyPlace(extent.id())));
        Reads.Stored location =
                store.get(Location.key(owner, extent.id()))
                        .orElseThrow(
                                () ->
                                        new MissingExtentException(
                                                "there is no extent " + extent.id()));
        if (length > 0 || extent.length() == 0) {
            new ExtentReader(readers, buffers, Location.decode(location.value()), cipher)
                    .read(extent.length(), offset, length, out);
        }
    }

    @Override
    public List<Write> delete(Extent extent, UUID owner) {
        return List.of(new Write.Delete(Location.key(owner, extent.id())));
    }

    /**
     * Seals and opens some chunks in memory, so that the JVM has compiled its AES-GCM before the
     * first transfer: a cold one runs at a tenth of the speed. Takes a fraction of a second; call
     * it beside the rest of the start.
     */
    public void warmUp() {
        ChunkCipher cipher = new ChunkCipher(new UUID(0, 0), new byte[ChunkCipher.KEY_BYTES]);
        byte[] plain = buffers.take();
        byte[] sealed = buffers.take();
        int length = Math.min(WARM_BYTES, options.chunkBytes());
        try {
            for (int i = 0; i < WARM_CALLS; i++) {
                cipher.seal(i, false, plain, length, sealed);
                cipher.open(i, false, sealed, length + ChunkCipher.TAG_BYTES, plain);
            }
        } catch (ExtentDamagedException e) {
            throw new IllegalStateException("AES-256-GCM does not open what it sealed", e);
        }
        buffers.give(plain);
        buffers.give(sealed);
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

    /** The associated data of an extent's wrapped key. */
    static byte[] keyPlace(UUID extent) {
        return ByteBuffer.allocate(KEY_LABEL.length + 16)
                .put(KEY_LABEL)
                .putLong(extent.getMostSignificantBits())
                .putLong(extent.getLeastSignificantBits())
                .array();
    }
}
