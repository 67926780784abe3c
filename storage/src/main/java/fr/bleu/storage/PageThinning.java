package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Snapshot;
import fr.bleu.store.Write;
import fr.bleu.trust.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Removes the records of a page map that none of those who still share it sees. Generations that
 * are newer than all of theirs stay: a writer may have just begun one. It holds as long as nobody
 * else comes to share the map.
 */
final class PageThinning {
    /** Past states of one blob that are looked at. */
    private static final int MOST_PAST = 10_000;

    /** States read at once: with inline bodies 2 MiB. */
    private static final int PAGE = 100;

    private final Reads reads;
    private final PageMap map;
    private final TreeSet<Long> seen;
    private final Check unshared;

    private PageThinning(Reads reads, PageMap map, TreeSet<Long> seen, Check unshared) {
        this.reads = reads;
        this.map = map;
        this.seen = seen;
        this.unshared = unshared;
    }

    /** Empty when the map has one generation, or is shared by others than one blob and its past. */
    static Optional<PageThinning> of(Records records, PageMap map) {
        try (Snapshot snapshot = records.snapshot()) {
            Optional<Stored> turn = snapshot.get(map.turn());
            if (turn.isEmpty()) {
                return Optional.empty();
            }
            Key counter = References.key(map.account(), map.id());
            Optional<Stored> references = snapshot.get(counter);
            List<Long> generations =
                    generations(snapshot, map, PageTurn.Latest.decode(turn.get().value()));
            long sharing = 1 + references.map(References::count).orElse(0L);
            if (generations.size() != sharing) {
                return Optional.empty();
            }
            Check unshared =
                    references.map(Stored::unchanged).orElseGet(() -> new Check.Absent(counter));
            return Optional.of(
                    new PageThinning(records, map, new TreeSet<>(generations), unshared));
        }
    }

    /** The generations as of which a blob and what it was see the map. */
    private static List<Long> generations(Reads reads, PageMap map, PageTurn.Latest latest) {
        UUID account = map.account();
        List<Long> generations = new ArrayList<>();
        reads.get(Key.of(account, Tables.BLOB).id(latest.incarnation()).text(latest.name()))
                .map(stored -> Blob.decode(stored.value()))
                .ifPresent(blob -> add(generations, map, blob));
        Key past = PastBlob.prefix(account, latest.incarnation(), latest.name());
        Key from = past;
        List<Stored> page = List.of();
        // A blob of more states is not thinned: the count of who shares the map does not agree.
        for (int read = 0; read < MOST_PAST; read += page.size()) {
            page = reads.scan(from, past.afterPrefix(), PAGE);
            if (page.isEmpty()) {
                break;
            }
            page.forEach(it -> add(generations, map, PastBlob.decode(it.value()).blob()));
            from = page.getLast().key().next();
        }
        return generations;
    }

    private static void add(List<Long> generations, PageMap map, Blob state) {
        if (state.content() instanceof Content.Pages pages && pages.map().equals(map.id())) {
            generations.add(pages.generation());
        }
    }

    /**
     * Adds to a batch as much as fits.
     *
     * @param from the first cell
     * @return the cell to go on with; empty at the end
     */
    OptionalLong step(SweepBatch batch, long from) {
        long start = from * Cell.BYTES;
        ByteRange range = new ByteRange(start, Math.max(0, PageBlobs.MAX_BYTES - start));
        CellCursor cursor = new CellCursor(reads, map, range, 0, Long.MAX_VALUE);
        batch.require(unshared);
        for (var cell = cursor.next(); !cell.isEmpty(); cell = cursor.next()) {
            if (!batch.hasRoom() || !thin(cell.reversed(), batch)) {
                return OptionalLong.of(cell.getFirst().number());
            }
        }
        return OptionalLong.empty();
    }

    /** Thins one cell, whose records come oldest first; whether all of it fitted. */
    private boolean thin(List<PageMap.Version> cell, SweepBatch batch) {
        List<PageMap.Version> unseen = new ArrayList<>();
        for (int i = 0; i < cell.size(); i++) {
            PageMap.Version version = cell.get(i);
            if (version.generation() > seen.last()) {
                return true;
            }
            if (i + 1 < cell.size() && !isSeen(version, cell.get(i + 1))) {
                unseen.add(version);
            } else if (!remove(unseen, version, batch)) {
                return false;
            }
        }
        return true;
    }

    /** Whether somebody sees a generation from this record's up to the next one's. */
    private boolean isSeen(PageMap.Version version, PageMap.Version newer) {
        return seen.ceiling(version.generation()) < newer.generation();
    }

    /**
     * Removes records behind one that stays. What they touched it then has touched, for comparisons
     * with what is older than they are.
     */
    private boolean remove(List<PageMap.Version> unseen, PageMap.Version stays, SweepBatch batch) {
        if (stays.generation() == seen.last() && (touched(unseen) & ~stays.cell().touched()) != 0) {
            // Its blob may be writing it just now; the next time it will not.
            unseen.clear();
            return true;
        }
        int done = 0;
        while (done < unseen.size() && batch.hasRoom()) {
            remove(unseen.get(done++), batch);
        }
        // What this very commit removes: the rest tells for itself until another one removes it.
        int touched = touched(unseen.subList(0, done));
        if ((touched & ~stays.cell().touched()) != 0) {
            Cell cell = stays.cell();
            batch.check(stays.stored());
            batch.write(
                    new Write.Put(
                            stays.stored().key(),
                            new Cell(cell.valid(), cell.touched() | touched, cell.place())
                                    .encode()));
        }
        boolean all = done == unseen.size();
        unseen.clear();
        return all;
    }

    /** What records touched, as far as anybody compares with what is older than they are. */
    private int touched(List<PageMap.Version> versions) {
        int touched = 0;
        for (PageMap.Version version : versions) {
            boolean compared = seen.lower(version.generation()) != null;
            touched |= compared ? version.cell().touched() : 0;
        }
        return touched;
    }

    private void remove(PageMap.Version version, SweepBatch batch) {
        batch.delete(version.stored());
        switch (version.cell().place()) {
            case Cell.Place.Nowhere nowhere -> {
                // There were no bytes.
            }
            case Cell.Place.InRecord record ->
                    batch.write(
                            new Write.Delete(map.bytes(version.number(), version.generation())));
            case Cell.Place.InExtent in -> batch.drop(in.extent().id());
        }
    }
}
