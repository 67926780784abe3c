package fr.bleu.app.backup;

import fr.bleu.store.copy.Row;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.zip.CRC32C;

/**
 * Rows of one kind, in the order of their keys, as chunks. Where a chunk ends is decided by the row
 * that ends it: its key's checksum, the likelier the larger the row. So rows that are put between
 * others change the chunk that they fall into and leave its neighbours as they are.
 *
 * <p>A chunk: {@code (keyLength(4) ‖ key ‖ valueLength(4) ‖ value)*}.
 */
final class RowChunks {

    static final int LEAST_BYTES = 64 << 10;
    private static final int USUAL_BYTES = 512 << 10;
    private static final int MOST_BYTES = 4 << 20;

    /** Told of each chunk before it is written, and after. */
    interface Listener {
        void before() throws IOException;

        void written(byte[] hash) throws IOException;
    }

    private final Chunks chunks;
    private final Listener listener;
    private final int usualBytes;
    private final List<byte[]> hashes = new ArrayList<>();
    private ByteArrayOutputStream rows = new ByteArrayOutputStream();

    RowChunks(Chunks chunks) {
        this(
                chunks,
                new Listener() {
                    @Override
                    public void before() {}

                    @Override
                    public void written(byte[] hash) {}
                },
                USUAL_BYTES);
    }

    /**
     * @param usualBytes of a chunk, above {@link #LEAST_BYTES}
     */
    RowChunks(Chunks chunks, Listener listener, int usualBytes) {
        this.chunks = chunks;
        this.usualBytes = usualBytes;
        this.listener = listener;
    }

    void add(byte[] key, byte[] value) throws IOException {
        append(rows, key, value);
        boolean ends = rows.size() >= LEAST_BYTES && ends(key, key.length + value.length);
        if (ends || rows.size() >= MOST_BYTES) {
            write();
        }
    }

    /** Writes what is left. */
    List<byte[]> finish() throws IOException {
        if (rows.size() > 0) {
            write();
        }
        return hashes;
    }

    private void write() throws IOException {
        listener.before();
        byte[] hash = chunks.put(rows.toByteArray());
        hashes.add(hash);
        rows = new ByteArrayOutputStream();
        listener.written(hash);
    }

    private boolean ends(byte[] key, int bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(key);
        return checksum.getValue() < (1L << Integer.SIZE) * bytes / usualBytes;
    }

    /** Appends a row as chunks hold it. */
    static void append(ByteArrayOutputStream rows, byte[] key, byte[] value) throws IOException {
        DataOutputStream out = new DataOutputStream(rows);
        out.writeInt(key.length);
        out.write(key);
        out.writeInt(value.length);
        out.write(value);
    }

    /** The rows of chunks, which are read one after the other. */
    static Iterator<Row> read(Chunks chunks, List<byte[]> hashes, Row.Kind kind) {
        return new Reader(chunks, hashes.iterator(), kind, ByteBuffer.allocate(0));
    }

    /** The rows that {@link #append} has written. */
    static Iterator<Row> read(byte[] rows, Row.Kind kind) {
        return new Reader(null, List.<byte[]>of().iterator(), kind, ByteBuffer.wrap(rows));
    }

    private static final class Reader implements Iterator<Row> {

        private final Chunks chunks;
        private final Iterator<byte[]> hashes;
        private final Row.Kind kind;
        private ByteBuffer rows;

        Reader(Chunks chunks, Iterator<byte[]> hashes, Row.Kind kind, ByteBuffer rows) {
            this.chunks = chunks;
            this.hashes = hashes;
            this.kind = kind;
            this.rows = rows;
        }

        @Override
        public boolean hasNext() {
            while (!rows.hasRemaining() && hashes.hasNext()) {
                try {
                    rows = ByteBuffer.wrap(chunks.get(hashes.next()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return rows.hasRemaining();
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return new Row(kind, part(), part());
        }

        private byte[] part() {
            byte[] part = new byte[rows.getInt()];
            rows.get(part);
            return part;
        }
    }
}
