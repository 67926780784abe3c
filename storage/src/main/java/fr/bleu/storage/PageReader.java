package fr.bleu.storage;

import fr.bleu.extents.ExtentReads;
import fr.bleu.keys.SealingKey;
import fr.bleu.store.Reads;
import fr.bleu.store.Snapshot;
import fr.bleu.trust.Records;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads the bytes of page maps. */
final class PageReader {
    /** What is looked up at once, and is of one moment, in bytes: its records are 1 MiB at most. */
    static final long PIECE_BYTES = 1L << 20;

    private static final byte[] NO_BYTES = {};
    private static final byte[] ZEROS = new byte[64 * 1024];

    private final Records records;
    private final ExtentReads extents;

    PageReader(Records records, ExtentReads extents) {
        this.records = records;
        this.extents = extents;
    }

    /** A cell with the bytes that are in records. */
    private record Loaded(PageMap.Version version, byte[] sealed) {}

    /** Writes the bytes of a range to {@code out}; what was never written is zeros. */
    void read(
            UUID account, SealingKey key, Content.Pages content, ByteRange range, OutputStream out)
            throws IOException {
        PageMap map = PageMap.of(account, content);
        for (long at = range.offset(); at < range.end(); ) {
            long to = Math.min(range.end(), (at / PIECE_BYTES + 1) * PIECE_BYTES);
            ByteRange piece = new ByteRange(at, to - at);
            List<Loaded> cells;
            try (Snapshot snapshot = records.snapshot()) {
                cells = load(snapshot, map, piece, content.generation());
            }
            write(map, key, cells, piece, out);
            at = to;
        }
    }

    /** A whole cell's bytes. */
    byte[] whole(Reads reads, PageMap map, SealingKey key, PageMap.Version version)
            throws IOException {
        return whole(map, key, load(reads, map, version));
    }

    private static List<Loaded> load(Reads reads, PageMap map, ByteRange piece, long generation) {
        List<Loaded> cells = new ArrayList<>();
        for (PageMap.Version version : CellCursor.newest(reads, map, piece, generation)) {
            cells.add(load(reads, map, version));
        }
        return cells;
    }

    private static Loaded load(Reads reads, PageMap map, PageMap.Version version) {
        boolean inRecord = version.cell().place() instanceof Cell.Place.InRecord;
        return new Loaded(version, inRecord ? bytes(reads, map, version) : NO_BYTES);
    }

    private static byte[] bytes(Reads reads, PageMap map, PageMap.Version version) {
        return map.sealed(reads, version)
                .orElseThrow(() -> new IllegalStateException("a cell's bytes are gone"));
    }

    private void write(
            PageMap map, SealingKey key, List<Loaded> cells, ByteRange piece, OutputStream out)
            throws IOException {
        long at = piece.offset();
        for (int i = 0; i < cells.size(); ) {
            int run = run(cells, i);
            PageMap.Version first = cells.get(i).version();
            long from = Math.max(at, first.start());
            long to = Math.min(piece.end(), first.start() + (long) run * Cell.BYTES);
            zeros(from - at, out);
            if (run > 1 || first.cell().valid() == Cell.ALL) {
                writeWhole(map, key, cells.get(i), from, to, out);
            } else {
                byte[] whole = whole(map, key, cells.get(i));
                out.write(whole, (int) (from - first.start()), (int) (to - from));
            }
            at = to;
            i += run;
        }
        zeros(piece.end() - at, out);
    }

    /** How many cells lie one after the other in one extent, so that they are read at once. */
    private static int run(List<Loaded> cells, int first) {
        int next = first + 1;
        while (next < cells.size() && follows(cells.get(next - 1), cells.get(next))) {
            next++;
        }
        return next - first;
    }

    private static boolean follows(Loaded one, Loaded other) {
        return one.version().number() + 1 == other.version().number()
                && one.version().cell().valid() == Cell.ALL
                && other.version().cell().valid() == Cell.ALL
                && one.version().cell().place() instanceof Cell.Place.InExtent before
                && other.version().cell().place() instanceof Cell.Place.InExtent after
                && before.extent().id().equals(after.extent().id())
                && before.offset() + Cell.BYTES == after.offset();
    }

    private void writeWhole(
            PageMap map, SealingKey key, Loaded first, long from, long to, OutputStream out)
            throws IOException {
        long offset = from - first.version().start();
        if (first.version().cell().place() instanceof Cell.Place.InExtent in) {
            extents.read(in.extent(), map.account(), key, in.offset() + offset, to - from, out);
        } else {
            out.write(whole(map, key, first), (int) offset, (int) (to - from));
        }
    }

    private byte[] whole(PageMap map, SealingKey key, Loaded loaded) throws IOException {
        Cell cell = loaded.version().cell();
        return switch (cell.place()) {
            case Cell.Place.Nowhere nowhere -> new byte[Cell.BYTES];
            case Cell.Place.InRecord record -> {
                PageMap.Version version = loaded.version();
                byte[] place = map.bytes(version.number(), version.generation()).bytes();
                yield Cell.unpack(key.open(loaded.sealed(), place), cell.valid());
            }
            case Cell.Place.InExtent in -> {
                ByteArrayOutputStream all = new ByteArrayOutputStream(Cell.BYTES);
                extents.read(in.extent(), map.account(), key, in.offset(), Cell.BYTES, all);
                yield Cell.unpack(Cell.pack(all.toByteArray(), cell.valid()), cell.valid());
            }
        };
    }

    private static void zeros(long count, OutputStream out) throws IOException {
        for (long left = count; left > 0; left -= ZEROS.length) {
            out.write(ZEROS, 0, (int) Math.min(left, ZEROS.length));
        }
    }
}
