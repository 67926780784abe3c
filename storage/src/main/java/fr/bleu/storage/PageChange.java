package fr.bleu.storage;

import fr.bleu.extents.Finished;
import fr.bleu.keys.SealingKey;
import fr.bleu.store.Check;
import fr.bleu.store.Reads;
import fr.bleu.store.Write;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * One change of a page map in the making. The blob's record, which every change checks and writes,
 * keeps other writers of the same generation away.
 */
final class PageChange {
    /**
     * Cells that one change writes: with their bytes, references and garbage it stays below 1 MiB.
     */
    static final int MAX_CLEARED_CELLS = 200;

    /** Cells with bytes in records that one change writes. */
    private static final int MAX_CLEARED_IN_RECORDS = 32;

    private final Reads reads;
    private final PageReader reader;
    private final PageMap map;
    private final SealingKey key;
    private final PageTurn turn;
    private final List<Check> checks = new ArrayList<>();
    private final List<Write> writes = new ArrayList<>();
    private final Map<UUID, Long> uses = new LinkedHashMap<>();
    private final Map<UUID, Long> dropped = new LinkedHashMap<>();

    PageChange(Reads reads, PageReader reader, UUID account, SealingKey key, PageTurn turn) {
        this.reads = reads;
        this.reader = reader;
        this.map = PageMap.of(account, turn.content());
        this.key = key;
        this.turn = turn;
        checks.addAll(turn.checks());
        writes.addAll(turn.writes());
    }

    /** Writes a body to its range. */
    void update(PageBody body) {
        Map<Long, PageMap.Version> old = new LinkedHashMap<>();
        CellCursor.newest(reads, map, body.range(), generation())
                .forEach(version -> old.put(version.number(), version));
        long last = (body.range().end() - 1) / Cell.BYTES;
        for (long cell = body.range().offset() / Cell.BYTES; cell <= last; cell++) {
            update(cell, body, old.get(cell));
        }
        if (body.finished().isPresent()) {
            Finished finished = body.finished().get();
            checks.addAll(finished.checks());
            writes.addAll(finished.writes());
            // It brings its first reference along.
            uses.merge(finished.extent().id(), -1L, Long::sum);
        }
    }

    private void update(long number, PageBody body, PageMap.Version old) {
        int mask = Cell.mask(number, body.range());
        int touched = touchedBefore(old) | mask;
        var place = body.inExtent(number);
        if (place.isPresent()) {
            replace(number, old, new Cell(Cell.ALL, touched, place.get()));
            return;
        }
        byte[] whole = old == null ? new byte[Cell.BYTES] : whole(old);
        body.copyTo(number, whole);
        int valid = (old == null ? 0 : old.cell().valid()) | mask;
        putBytes(number, old, new Cell(valid, touched, new Cell.Place.InRecord()), whole);
    }

    /**
     * Clears pages of a range from its beginning on.
     *
     * @return where to go on; empty when it is all clear
     */
    OptionalLong clear(ByteRange range) {
        int cells = 0;
        int inRecords = 0;
        CellCursor cursor = new CellCursor(reads, map, range, generation(), generation());
        for (var found = cursor.next(); !found.isEmpty(); found = cursor.next()) {
            PageMap.Version old = found.getFirst();
            int mask = Cell.mask(old.number(), range) & old.cell().valid();
            if (mask == 0) {
                continue;
            }
            if (cells == MAX_CLEARED_CELLS || inRecords == MAX_CLEARED_IN_RECORDS) {
                return OptionalLong.of(Math.max(old.start(), range.offset()));
            }
            cells++;
            inRecords += clear(old, mask) ? 1 : 0;
        }
        return OptionalLong.empty();
    }

    /** Clears pages of a cell; whether it has bytes in a record. */
    private boolean clear(PageMap.Version old, int mask) {
        int valid = old.cell().valid() & ~mask;
        int touched = touchedBefore(old) | mask;
        if (valid == 0) {
            replace(old.number(), old, new Cell(0, touched, new Cell.Place.Nowhere()));
            return false;
        }
        Cell less = new Cell(valid, touched, old.cell().place());
        if (!(less.place() instanceof Cell.Place.InRecord)) {
            replace(old.number(), old, less);
            return false;
        }
        putBytes(old.number(), old, less, whole(old));
        return true;
    }

    private int touchedBefore(PageMap.Version old) {
        return isOwn(old) ? old.cell().touched() : 0;
    }

    /** Whether nobody else sees the record, so that it is replaced. */
    private boolean isOwn(PageMap.Version old) {
        return old != null && old.generation() == generation();
    }

    private void putBytes(long number, PageMap.Version old, Cell cell, byte[] whole) {
        var place = map.bytes(number, generation());
        byte[] sealed = key.seal(Cell.pack(whole, cell.valid()), place.bytes());
        writes.add(PageMap.putSealed(place, sealed));
        write(number, old, cell);
    }

    /** Writes a cell without bytes in a record. */
    private void replace(long number, PageMap.Version old, Cell cell) {
        if (isOwn(old) && old.cell().place() instanceof Cell.Place.InRecord) {
            writes.add(new Write.Delete(map.bytes(number, generation())));
        }
        write(number, old, cell);
    }

    private void write(long number, PageMap.Version old, Cell cell) {
        if (cell.place() instanceof Cell.Place.InExtent in) {
            uses.merge(in.extent().id(), 1L, Long::sum);
        }
        if (isOwn(old) && old.cell().place() instanceof Cell.Place.InExtent in) {
            dropped.merge(in.extent().id(), 1L, Long::sum);
        }
        // In the first generation there is nothing older that a cleared cell would have to hide.
        writes.add(
                cell.valid() == 0 && generation() == PageMap.FIRST_GENERATION
                        ? new Write.Delete(map.key(number, generation()))
                        : map.put(number, generation(), cell));
    }

    private long generation() {
        return turn.content().generation();
    }

    private byte[] whole(PageMap.Version version) {
        try {
            return reader.whole(reads, map, key, version);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The edit; {@code blob} is what shall stand. */
    BlobEdit edit(Blob blob) {
        List<Garbage> garbage = new ArrayList<>();
        dropped.forEach(
                (extent, count) -> {
                    // What is used and dropped in one change does not move the counter.
                    long used = Math.max(0, Math.min(count, uses.getOrDefault(extent, 0L)));
                    uses.merge(extent, -used, Long::sum);
                    if (count > used) {
                        garbage.add(new Garbage.Uses(extent, count - used));
                    }
                });
        List<Write> all = new ArrayList<>(writes);
        uses.forEach(
                (extent, count) -> {
                    if (count > 0) {
                        all.add(References.add(map.account(), extent, count));
                    }
                });
        return new BlobEdit(
                java.util.Optional.of(blob), Retirement.Effect.PROPERTIES, checks, all, garbage);
    }

    /** The content with the generation that was written. */
    Content.Pages content() {
        return turn.content();
    }
}
