package fr.bleu.storage;

import fr.bleu.extents.Extent;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Immutable lists of blocks, in chunks that fit a change. A chunk is written once, before or with
 * the commit of the record that names its manifest.
 */
final class Manifests {
    /** Blocks in a chunk: about 100 KiB, so that a change holds several. */
    static final int CHUNK_BLOCKS = 500;

    private Manifests() {}

    static Key prefix(UUID account, UUID manifest) {
        return Key.of(account, Tables.MANIFEST).id(manifest);
    }

    /** The writes that make a manifest, one for each chunk, in order. */
    static List<Write.Put> chunks(UUID account, UUID manifest, List<Block> blocks) {
        List<Write.Put> writes = new ArrayList<>();
        for (int from = 0; from < blocks.size(); from += CHUNK_BLOCKS) {
            List<Block> part = blocks.subList(from, Math.min(from + CHUNK_BLOCKS, blocks.size()));
            writes.add(
                    new Write.Put(prefix(account, manifest).number(writes.size()), encode(part)));
        }
        return writes;
    }

    /** At which byte each chunk begins. */
    static long[] starts(List<Block> blocks) {
        long[] starts = new long[(blocks.size() + CHUNK_BLOCKS - 1) / CHUNK_BLOCKS];
        long at = 0;
        for (int i = 0; i < blocks.size(); i++) {
            if (i % CHUNK_BLOCKS == 0) {
                starts[i / CHUNK_BLOCKS] = at;
            }
            at += blocks.get(i).length();
        }
        return starts;
    }

    /**
     * One chunk.
     *
     * @throws IllegalStateException when it is gone: the blob was replaced long ago
     */
    static List<Block> chunk(Reads reads, UUID account, UUID manifest, int number) {
        return reads.get(prefix(account, manifest).number(number))
                .map(stored -> decode(stored.value()))
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

    private static byte[] encode(List<Block> blocks) {
        Encoder out = new Encoder(blocks.size() * 200).int32(blocks.size());
        for (Block block : blocks) {
            out.bytes(block.id().bytes()).bytes(block.extent().encode());
        }
        return out.done();
    }

    static List<Block> decode(byte[] value) {
        Decoder in = new Decoder(value);
        int size = in.int32();
        List<Block> blocks = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            BlockId id = BlockId.ofBytes(in.bytes());
            blocks.add(new Block(id, Extent.decode(in.bytes())));
        }
        return blocks;
    }
}
