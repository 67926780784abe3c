package fr.bleu.storage;

import fr.bleu.extents.Extents;
import fr.bleu.keys.SealingKey;
import fr.bleu.trust.Records;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Reads the bytes of open blobs. */
public final class BlobReader {
    private final Records records;
    private final ContentKeys keys;
    private final Extents extents;
    private final ActiveReads reads;
    private final PageReader pages;

    BlobReader(Records records, ContentKeys keys, Extents extents, ActiveReads reads) {
        this.reads = reads;
        this.records = records;
        this.keys = keys;
        this.extents = extents;
        this.pages = new PageReader(records, extents);
    }

    /** Writes the bytes of a range, which must lie within the blob, to {@code out}. */
    public void read(OpenBlob open, ByteRange range, OutputStream out) throws IOException {
        if (range.length() == 0) {
            return;
        }
        try (ActiveReads.Read read = reads.begin(open.account(), open.opened())) {
            readOpen(open, range, out);
        }
    }

    private void readOpen(OpenBlob open, ByteRange range, OutputStream out) throws IOException {
        SealingKey key = keys.key(open.place(), open.blob().traits().encryption(), open.given());
        switch (open.blob().content()) {
            case Content.Inline inline -> {
                byte[] bytes = key.open(inline.sealed(), open.key().bytes());
                out.write(bytes, Math.toIntExact(range.offset()), Math.toIntExact(range.length()));
            }
            case Content.Whole whole ->
                    extents.read(
                            whole.extent(),
                            open.account(),
                            key,
                            range.offset(),
                            range.length(),
                            out);
            case Content.Blocks blocks -> readBlocks(open, blocks, key, range, out);
            case Content.Appended appended ->
                    AppendedBlocks.of(open.account(), appended)
                            .read(records, extents, key, appended.length(), range, out);
            case Content.Pages content -> pages.read(open.account(), key, content, range, out);
            case Content.Directory _ -> {
                // It has no bytes.
            }
        }
    }

    private void readBlocks(
            OpenBlob open,
            Content.Blocks content,
            SealingKey key,
            ByteRange range,
            OutputStream out)
            throws IOException {
        long[] starts = content.chunkStarts();
        int chunk = 0;
        while (chunk + 1 < starts.length && starts[chunk + 1] <= range.offset()) {
            chunk++;
        }
        for (; chunk < starts.length && starts[chunk] < range.end(); chunk++) {
            List<Block> blocks =
                    Manifests.chunk(records, open.account(), content.manifest(), chunk);
            long at = starts[chunk];
            for (Block block : blocks) {
                long from = Math.max(range.offset(), at);
                long to = Math.min(range.end(), at + block.length());
                if (from < to) {
                    extents.read(block.extent(), open.account(), key, from - at, to - from, out);
                }
                at += block.length();
            }
        }
    }
}
