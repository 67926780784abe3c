package fr.bleu.app.backup;

import fr.bleu.keys.OpenFailedException;
import fr.bleu.keys.SealingKey;
import fr.bleu.store.Key;
import fr.bleu.store.copy.Row;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Which extents a backup has and where, in the order of their locations' keys; and, beside it,
 * which ones earlier backups have copied. Both are read and written in order, so memory is bounded.
 *
 * <p>{@code latest} names the chunks of the index, sealed under the root key: all that the last
 * backup has, or, when it was cut, what it had done so far and then what the one before had behind
 * that. So the next one goes on where a cut one ended. It opens no extent: their keys are in
 * records.
 */
final class ExtentIndex implements AutoCloseable {

    private static final String LATEST = "latest";

    /** Some 1,000 extents: a cut backup has copied one chunk's for nothing. */
    private static final int CHUNK_BYTES = RowChunks.LEAST_BYTES;

    private static final byte[] PLACE = "bleu backup latest 1".getBytes(StandardCharsets.UTF_8);

    private final BackupFolder folder;
    private final SealingKey key;
    private final Packs packs;
    private final RowChunks index;
    private final List<byte[]> done = new ArrayList<>();
    private final List<byte[]> earlier;
    private final Iterator<Row> known;
    private final Set<String> files = new HashSet<>();
    private Row next;

    ExtentIndex(BackupFolder folder, Chunks chunks, SealingKey backups, RandomGenerator random)
            throws IOException {
        this.folder = folder;
        this.key = backups.below("backup latest", new byte[0]);
        this.packs = new Packs(folder, random);
        this.index = new RowChunks(chunks, new Progress(), CHUNK_BYTES);
        Latest latest = latest().there(it -> folder.has(chunks.name(it)));
        this.earlier = Stream.concat(latest.done.stream(), latest.earlier.stream()).toList();
        this.known = latest.rows(chunks);
        advance();
    }

    /** Takes an extent: copies it, unless an earlier backup has. */
    void add(Packs.Source extents, Key location) throws IOException {
        byte[] at = location.bytes();
        while (next != null && Arrays.compareUnsigned(next.key(), at) < 0) {
            advance();
        }
        boolean has = next != null && Arrays.equals(next.key(), at) && isThere(next.value());
        byte[] packed = has ? next.value() : packs.add(extents, location).encode();
        files.add(Packed.decode(packed).file());
        index.add(at, packed);
    }

    private boolean isThere(byte[] value) throws IOException {
        Packed packed = Packed.decode(value);
        return folder.size(packed.file()) >= packed.offset() + packed.length();
    }

    private void advance() {
        next = known.hasNext() ? known.next() : null;
    }

    /** Makes all of it durable; the chunks of the index. */
    List<byte[]> finish() throws IOException {
        packs.finish();
        List<byte[]> all = index.finish();
        write(all, List.of());
        return all;
    }

    /** The packs that the backup needs. */
    Set<String> files() {
        return files;
    }

    long written() {
        return packs.written();
    }

    @Override
    public void close() throws IOException {
        packs.close();
    }

    /** What the index names is durable before the index is. */
    private final class Progress implements RowChunks.Listener {

        @Override
        public void before() throws IOException {
            packs.finish();
        }

        @Override
        public void written(byte[] hash) throws IOException {
            done.add(hash);
            write(done, earlier);
        }
    }

    private void write(List<byte[]> now, List<byte[]> before) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        Hashes.write(out, now);
        Hashes.write(out, before);
        folder.write(LATEST, key.seal(bytes.toByteArray(), PLACE));
    }

    private Latest latest() throws IOException {
        if (!folder.has(LATEST)) {
            return new Latest(List.of(), List.of());
        }
        try {
            DataInputStream in =
                    new DataInputStream(
                            new ByteArrayInputStream(key.open(folder.read(LATEST), PLACE)));
            return new Latest(Hashes.read(in), Hashes.read(in));
        } catch (OpenFailedException e) {
            throw new DamagedBackupException(
                    LATEST, "is another cloud's or not what was written; a new folder begins anew");
        }
    }

    private record Latest(List<byte[]> done, List<byte[]> earlier) {

        /** Without the chunks that are gone: what only they named is copied again. */
        Latest there(Predicate<byte[]> isThere) {
            return new Latest(
                    done.stream().filter(isThere).toList(),
                    earlier.stream().filter(isThere).toList());
        }

        Iterator<Row> rows(Chunks chunks) throws IOException {
            Iterator<Row> first = RowChunks.read(chunks, done, Row.Kind.RECORD);
            Iterator<Row> second = RowChunks.read(chunks, earlier, Row.Kind.RECORD);
            return new Following(first, second);
        }
    }

    /** The first rows, and of the second ones those behind them, each behind the one before. */
    private static final class Following implements Iterator<Row> {

        private final Iterator<Row> first;
        private final Iterator<Row> second;
        private byte[] last = {};
        private Row waiting;

        Following(Iterator<Row> first, Iterator<Row> second) {
            this.first = first;
            this.second = second;
        }

        @Override
        public boolean hasNext() {
            if (waiting == null && first.hasNext()) {
                waiting = first.next();
                last = waiting.key();
            }
            while (waiting == null && second.hasNext()) {
                Row row = second.next();
                if (Arrays.compareUnsigned(row.key(), last) > 0) {
                    waiting = row;
                    last = row.key();
                }
            }
            return waiting != null;
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Row row = waiting;
            waiting = null;
            return row;
        }
    }
}
