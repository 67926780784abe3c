package fr.bleu.storage;

import fr.bleu.extents.Finished;
import fr.bleu.keys.SealingKey;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The body of a Put Page. Up to two cells' worth is in memory. A larger one is an extent, to which
 * the cells refer that it covers wholly; what it has of the first and last cell beside is in
 * memory.
 *
 * @param finished the extent, if it is one
 * @param head the first bytes
 * @param tail the last bytes
 */
record PageBody(
        ByteRange range,
        Optional<Finished> finished,
        byte[] head,
        byte[] tail,
        Checksums checksums) {
    private static final int MAX_IN_MEMORY_BYTES = 2 * Cell.BYTES;

    /** Reads a body, checking its checksums. */
    static PageBody read(
            BodyReader bodies, BlobTarget target, SealingKey key, ByteRange range, Body body)
            throws IOException {
        Digests digests = Digests.of(body.declared().hasMd5(), !body.declared().hasMd5());
        if (range.length() <= MAX_IN_MEMORY_BYTES) {
            byte[] bytes = BodyReader.inMemory(body, digests);
            Checksums checksums = digests.done();
            body.declared().require(checksums);
            return new PageBody(range, Optional.empty(), bytes, new byte[0], checksums);
        }
        byte[] head = new byte[(int) (-range.offset() & (Cell.BYTES - 1))];
        byte[] tail = new byte[(int) (range.end() & (Cell.BYTES - 1))];
        Body watched =
                new Body(
                        new EndsKept(body.in(), body.length(), head, tail),
                        body.length(),
                        body.declared());
        BodyReader.InExtent read = bodies.inExtent(watched, digests, target.account(), key);
        return new PageBody(range, Optional.of(read.finished()), head, tail, read.checksums());
    }

    /** Where a whole cell is, if it is in the extent. */
    Optional<Cell.Place> inExtent(long cell) {
        long start = cell * Cell.BYTES;
        boolean whole = start >= range.offset() && start + Cell.BYTES <= range.end();
        return finished.filter(_ -> whole)
                .map(it -> new Cell.Place.InExtent(it.extent(), start - range.offset()));
    }

    /** Copies what it has of a cell that is not in the extent. */
    void copyTo(long cell, byte[] whole) {
        long start = cell * Cell.BYTES;
        long from = Math.max(range.offset(), start);
        long to = Math.min(range.end(), start + Cell.BYTES);
        boolean first = from - range.offset() < head.length;
        byte[] bytes = first ? head : tail;
        long bytesAt = first ? range.offset() : range.end() - tail.length;
        System.arraycopy(
                bytes, (int) (from - bytesAt), whole, (int) (from - start), (int) (to - from));
    }

    /** Keeps the first and the last bytes of what is read. */
    private static final class EndsKept extends FilterInputStream {
        private final byte[] head;
        private final byte[] tail;
        private final long tailAt;
        private long at;

        EndsKept(InputStream in, long length, byte[] head, byte[] tail) {
            super(in);
            this.head = head;
            this.tail = tail;
            this.tailAt = length - tail.length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int size = super.read(buffer, offset, length);
            if (size > 0) {
                keep(buffer, offset, size, head, 0);
                keep(buffer, offset, size, tail, tailAt);
                at += size;
            }
            return size;
        }

        private void keep(byte[] buffer, int offset, int size, byte[] kept, long keptAt) {
            long from = Math.max(at, keptAt);
            long to = Math.min(at + size, keptAt + kept.length);
            if (from < to) {
                System.arraycopy(
                        buffer,
                        offset + (int) (from - at),
                        kept,
                        (int) (from - keptAt),
                        (int) (to - from));
            }
        }
    }
}
