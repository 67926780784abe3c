package fr.bleu.storage;

import fr.bleu.extents.Extent;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Write;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Immutable lists of blocks, in chunks that fit a change. A chunk is written once, before or with
 * the commit of the record that names its manifest, and together with the references that it makes
 * to extents.
 */
final class Manifests {
    /**
     * Blocks in a chunk: about 100 KiB and at most as many references, so that a change holds it.
     */
    static final int CHUNK_BLOCKS = 500;

    /** Format 1 had no mark of counted references; its blocks brought theirs along. */
    private static final byte FORMAT = 2;

    private Manifests() {}

    /**
     * A block in a manifest.
     *
     * @param counted whether its reference to the extent was added to the extent's counter
     */
    record Entry(Block block, boolean counted) {}

    static Key prefix(UUID account, UUID manifest) {
        return Key.of(account, Tables.MANIFEST).id(manifest);
    }

    /** The writes that make a manifest, chunk by chunk: the record, then its references. */
    static List<List<Write>> chunks(UUID account, UUID manifest, List<Entry> entries) {
        List<List<Write>> chunks = new ArrayList<>();
        for (int from = 0; from < entries.size(); from += CHUNK_BLOCKS) {
            List<Entry> part = entries.subList(from, Math.min(from + CHUNK_BLOCKS, entries.size()));
            List<Write> writes = new ArrayList<>();
            writes.add(
                    new Write.Put(
                            prefix(account, manifest).number(chunks.size()), encode(part, FORMAT)));
            counted(part).forEach((extent, n) -> writes.add(References.add(account, extent, n)));
            chunks.add(writes);
        }
        return chunks;
    }

    /** How many references of each extent the entries have counted. */
    static Map<UUID, Long> counted(List<Entry> entries) {
        Map<UUID, Long> counted = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (entry.counted()) {
                counted.merge(entry.block().extent().id(), 1L, Long::sum);
            }
        }
        return counted;
    }

    /** At which byte each chunk begins. */
    static long[] starts(List<Entry> entries) {
        long[] starts = new long[(entries.size() + CHUNK_BLOCKS - 1) / CHUNK_BLOCKS];
        long at = 0;
        for (int i = 0; i < entries.size(); i++) {
            if (i % CHUNK_BLOCKS == 0) {
                starts[i / CHUNK_BLOCKS] = at;
            }
            at += entries.get(i).block().length();
        }
        return starts;
    }

    /**
     * One chunk's blocks.
     *
     * @throws IllegalStateException when it is gone: the blob was replaced long ago
     */
    static List<Block> chunk(Reads reads, UUID account, UUID manifest, int number) {
        return reads.get(prefix(account, manifest).number(number))
                .map(stored -> blocks(stored.value()))
                .orElseThrow(() -> new IllegalStateException("a manifest's chunk is gone"));
    }

    /** All blocks, at most 50,000. */
    static List<Block> all(Reads reads, UUID account, Content.Blocks content) {
        List<Block> blocks = new ArrayList<>(content.blocks());
        for (int i = 0; i < content.chunkStarts().length; i++) {
            blocks.addAll(chunk(reads, account, content.manifest(), i));
        }
        return blocks;
    }

    private static List<Block> blocks(byte[] value) {
        return decode(value).stream().map(Entry::block).toList();
    }

    /** Whether each use of an extent is a reference; in format 1 all uses together were one. */
    static boolean countsUses(byte[] chunk) {
        return chunk[0] == FORMAT;
    }

    /** A chunk's value without its first entries. */
    static byte[] without(byte[] chunk, int first) {
        List<Entry> entries = decode(chunk);
        return encode(entries.subList(first, entries.size()), chunk[0]);
    }

    private static byte[] encode(List<Entry> entries, byte format) {
        Encoder out = new Encoder(entries.size() * 200, format).int32(entries.size());
        for (Entry entry : entries) {
            if (format == FORMAT) {
                out.int8(entry.counted() ? 1 : 0);
            }
            out.bytes(entry.block().id().bytes()).bytes(entry.block().extent().encode());
        }
        return out.done();
    }

    static List<Entry> decode(byte[] value) {
        Decoder in = new Decoder(value);
        int size = in.int32();
        List<Entry> entries = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            boolean counted = in.format() == FORMAT && in.int8() != 0;
            BlockId id = BlockId.ofBytes(in.bytes());
            entries.add(new Entry(new Block(id, Extent.decode(in.bytes())), counted));
        }
        return entries;
    }
}
