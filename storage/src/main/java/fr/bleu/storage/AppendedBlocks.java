package fr.bleu.storage;

import fr.bleu.extents.Extent;
import fr.bleu.extents.Extents;
import fr.bleu.keys.SealingKey;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Write;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The blocks of an append blob, one record each under the byte at which it ends, so that a reader
 * finds the block of any byte by one scan. They are only ever added to: what shares them sees the
 * first so many bytes. The tail's record says how far they go; who does not reach to it may not add
 * to them, since somebody else has.
 */
record AppendedBlocks(UUID account, UUID chain) {
    /** Inline blocks of a page make 512 KiB at most. */
    private static final int PAGE = 32;

    private static final int BLOCK_KEY_BYTES = 18 + 16 + 8;

    static AppendedBlocks of(UUID account, Content.Appended content) {
        return new AppendedBlocks(account, content.chain());
    }

    /** The bytes of a block: sealed in the record, or an extent. */
    sealed interface Bytes {
        record InRecord(int size, byte[] sealed) implements Bytes {}

        record InExtent(Extent extent) implements Bytes {}

        default long length() {
            return switch (this) {
                case InRecord record -> record.size();
                case InExtent in -> in.extent().length();
            };
        }
    }

    /** A block as the store has it. */
    record Found(Stored stored, Bytes bytes) {
        long end() {
            byte[] key = stored.key().bytes();
            return ByteBuffer.wrap(key, key.length - Long.BYTES, Long.BYTES).getLong();
        }

        long start() {
            return end() - bytes.length();
        }
    }

    Key prefix() {
        return Key.of(account, Tables.APPENDED).id(chain);
    }

    Key key(long end) {
        return prefix().number(end);
    }

    /** Adds a block that ends at a byte. */
    Write put(long end, Bytes bytes) {
        Encoder out = new Encoder(160);
        switch (bytes) {
            case Bytes.InRecord inline -> out.int8(1).int32(inline.size()).bytes(inline.sealed());
            case Bytes.InExtent in -> out.int8(2).bytes(in.extent().encode());
        }
        return new Write.Put(key(end), out.done());
    }

    Write tail(long end) {
        return new Write.Put(prefix(), new Encoder(9).int64(end).done());
    }

    /** What must hold for adding to so many bytes; empty when they are not all that there are. */
    Optional<Check> mayAdd(Reads reads, long length) {
        Optional<Stored> tail = reads.get(prefix());
        long end = tail.map(stored -> new Decoder(stored.value()).int64()).orElse(0L);
        return end == length
                ? Optional.of(
                        tail.map(Stored::unchanged).orElseGet(() -> new Check.Absent(prefix())))
                : Optional.empty();
    }

    /** Blocks that reach beyond a byte and end at {@code length} at the latest. */
    List<Found> page(Reads reads, long beyond, long length) {
        return reads.scan(key(beyond + 1), key(length).next(), PAGE).stream()
                .map(stored -> new Found(stored, decode(stored.value())))
                .toList();
    }

    /** The extent that a record of the table refers to, if it is a block's in one. */
    static Optional<Extent> extent(Stored record) {
        return record.key().length() == BLOCK_KEY_BYTES
                        && decode(record.value()) instanceof Bytes.InExtent in
                ? Optional.of(in.extent())
                : Optional.empty();
    }

    private static Bytes decode(byte[] value) {
        Decoder in = new Decoder(value);
        int kind = in.int8();
        return switch (kind) {
            case 1 -> new Bytes.InRecord(in.int32(), in.bytes());
            case 2 -> new Bytes.InExtent(Extent.decode(in.bytes()));
            default -> throw new IllegalStateException("a block of unknown kind " + kind);
        };
    }

    /** Writes the bytes of a range, of the first {@code length}, to {@code out}. */
    void read(
            Reads reads,
            Extents extents,
            SealingKey key,
            long length,
            ByteRange range,
            OutputStream out)
            throws IOException {
        long at = range.offset();
        while (at < range.end()) {
            List<Found> page = page(reads, at, length);
            if (page.isEmpty()) {
                throw new IllegalStateException("an appended block is gone");
            }
            for (Found block : page) {
                long to = Math.min(range.end(), block.end());
                if (at < to) {
                    read(block, extents, key, new ByteRange(at - block.start(), to - at), out);
                    at = to;
                }
            }
        }
    }

    private void read(
            Found block, Extents extents, SealingKey key, ByteRange part, OutputStream out)
            throws IOException {
        switch (block.bytes()) {
            case Bytes.InRecord inline ->
                    out.write(
                            key.open(inline.sealed(), block.stored().key().bytes()),
                            Math.toIntExact(part.offset()),
                            Math.toIntExact(part.length()));
            case Bytes.InExtent in ->
                    extents.read(in.extent(), account, key, part.offset(), part.length(), out);
        }
    }
}
