package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import java.util.ArrayList;
import java.util.List;

/** Walks over the written cells of a page map, page of records by page. */
final class CellCursor {
    /** Records that are read at once: 200 KiB. */
    private static final int MOST_PAGE = 1_000;

    private final Reads reads;
    private final Key end;
    private final long floor;
    private final long ceiling;
    private final int limit;
    private List<Stored> page = List.of();
    private int at;
    private Key next;
    private boolean more = true;

    /**
     * Over the cells that lie wholly or in part in a range.
     *
     * @param floor of each cell's records, newest first, the first of this generation or an older
     *     one is the last
     * @param ceiling records of newer generations are passed over
     */
    CellCursor(Reads reads, PageMap map, ByteRange range, long floor, long ceiling) {
        this.reads = reads;
        this.floor = floor;
        this.ceiling = ceiling;
        long first = range.offset() / Cell.BYTES;
        long last = (range.end() + Cell.BYTES - 1) / Cell.BYTES;
        this.next = map.cell(first);
        this.end = map.cell(last);
        this.limit = (int) Math.min(MOST_PAGE, 2 * (last - first) + 1);
    }

    /** The cells of a range as of a generation. */
    static List<PageMap.Version> newest(
            Reads reads, PageMap map, ByteRange range, long generation) {
        CellCursor cursor = new CellCursor(reads, map, range, generation, generation);
        List<PageMap.Version> newest = new ArrayList<>();
        List<PageMap.Version> cell = cursor.next();
        while (!cell.isEmpty()) {
            newest.add(cell.getFirst());
            cell = cursor.next();
        }
        return newest;
    }

    /** The next cell's records, newest first; empty at the end. */
    List<PageMap.Version> next() {
        List<PageMap.Version> found = new ArrayList<>();
        while (hasCurrent()) {
            PageMap.Version version = PageMap.Version.of(page.get(at));
            if (!found.isEmpty() && found.getFirst().number() != version.number()) {
                return found;
            }
            at++;
            boolean seen = version.generation() <= ceiling;
            boolean done = !found.isEmpty() && found.getLast().generation() <= floor;
            if (seen && !done) {
                found.add(version);
            }
        }
        return found;
    }

    private boolean hasCurrent() {
        if (at == page.size() && more) {
            page = reads.scan(next, end, limit);
            at = 0;
            more = page.size() == limit;
            if (more) {
                next = page.getLast().key().next();
            }
        }
        return at < page.size();
    }
}
