package fr.bleu.storage;

import fr.bleu.store.Reads;
import fr.bleu.trust.Permit;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Lists which pages of a page blob have bytes, or what has changed since a snapshot.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/get-page-ranges">Get Page
 *     Ranges</a>
 */
public final class PageRanges {
    /** Ranges of one answer that are not asked for by pages. */
    public static final int MAX_RANGES = 100_000;

    private final Reads reads;
    private final BlobCommits commits;
    private final InstantSource clock;

    PageRanges(Reads reads, BlobCommits commits, InstantSource clock) {
        this.clock = clock;
        this.reads = reads;
        this.commits = commits;
    }

    /**
     * What is to be listed.
     *
     * @param of the blob as it is, or a snapshot
     * @param previous only what has changed since this snapshot
     * @param range only pages that lie wholly or in part in it
     * @param from only pages from this byte on
     * @param limit ranges of the answer
     */
    public record Wanted(
            Moment of, Optional<Stamp> previous, Optional<ByteRange> range, long from, int limit) {}

    /**
     * Pages one after the other.
     *
     * @param cleared whether they were cleared since the previous snapshot
     */
    public record Run(ByteRange range, boolean cleared) {}

    /** An answer; {@code next} is the first byte that it says nothing of. */
    public record Listed(Blob blob, List<Run> runs, OptionalLong next) {}

    /** Lists them. */
    public Listed list(Permit permit, Wanted wanted, Conditions conditions) {
        FoundBlob found = commits.find(BlobTarget.of(permit));
        History history = new History(reads, found);
        Blob blob = history.blob(wanted.of());
        conditions.forRead(blob, Stamp.now(clock));
        BlobType.PAGE.require(blob);
        Content.Pages content = (Content.Pages) blob.content();
        long since =
                wanted.previous().isPresent()
                        ? previous(history, wanted, content).generation()
                        : content.generation();
        ByteRange range = pages(wanted, content.length());
        boolean changesOnly = wanted.previous().isPresent();
        Runs runs = new Runs(wanted.limit());
        PageMap map = PageMap.of(found.target().account(), content);
        CellCursor cursor = new CellCursor(reads, map, range, since, content.generation());
        for (var cell = cursor.next(); !cell.isEmpty() && !runs.isFull(); cell = cursor.next()) {
            runs.add(cell, range, changesOnly, since);
        }
        return new Listed(blob, runs.done(), runs.next());
    }

    private Content.Pages previous(History history, Wanted wanted, Content.Pages content) {
        Stamp at = wanted.previous().orElseThrow();
        if (wanted.of() instanceof Moment.Snapshot of && at.compareTo(of.at()) > 0) {
            throw StorageError.PREVIOUS_SNAPSHOT_CANNOT_BE_NEWER.failure();
        }
        Blob before =
                history.live(new Moment.Snapshot(at))
                        .orElseThrow(StorageError.PREVIOUS_SNAPSHOT_NOT_FOUND::failure);
        if (!(before.content() instanceof Content.Pages pages)
                || !pages.map().equals(content.map())) {
            throw StorageError.BLOB_OVERWRITTEN.failure();
        }
        return pages;
    }

    /** The range in whole pages. */
    private static ByteRange pages(Wanted wanted, long length) {
        ByteRange range = wanted.range().orElse(new ByteRange(0, length));
        if (range.offset() >= length && length > 0) {
            throw StorageError.INVALID_RANGE.failure();
        }
        long first = Math.max(range.offset(), wanted.from()) / Cell.PAGE_BYTES * Cell.PAGE_BYTES;
        long end = Math.min(length, roundedUp(range.end()));
        return new ByteRange(first, Math.max(0, end - first));
    }

    private static long roundedUp(long bytes) {
        long pages = bytes / Cell.PAGE_BYTES + (bytes % Cell.PAGE_BYTES == 0 ? 0 : 1);
        return Math.min(pages, PageBlobs.MAX_BYTES / Cell.PAGE_BYTES) * Cell.PAGE_BYTES;
    }

    /** Joins pages of the same kind to runs. */
    private static final class Runs {
        private final int limit;
        private final List<Run> runs = new ArrayList<>();
        private OptionalLong next = OptionalLong.empty();

        Runs(int limit) {
            this.limit = limit;
        }

        boolean isFull() {
            return next.isPresent();
        }

        /** The pages of a cell, of which there are the records of the generations in question. */
        void add(List<PageMap.Version> cell, ByteRange range, boolean changesOnly, long since) {
            PageMap.Version newest = cell.getFirst();
            int inRange = Cell.mask(newest.number(), range);
            int now = newest.cell().valid() & inRange;
            if (!changesOnly) {
                add(newest.start(), now, 0);
                return;
            }
            int before = 0;
            int touched = 0;
            for (PageMap.Version version : cell) {
                if (version.generation() <= since) {
                    before = version.cell().valid();
                } else {
                    touched |= version.cell().touched();
                }
            }
            add(newest.start(), now & touched, before & ~newest.cell().valid() & inRange);
        }

        private void add(long start, int written, int cleared) {
            for (int page = 0; page < Cell.PAGES; page++) {
                if (Cell.has(written | cleared, page)) {
                    add(start + (long) page * Cell.PAGE_BYTES, Cell.has(cleared, page));
                }
            }
        }

        private void add(long start, boolean cleared) {
            if (isFull()) {
                return;
            }
            Run last = runs.isEmpty() ? null : runs.getLast();
            if (last != null && last.cleared() == cleared && last.range().end() == start) {
                long length = last.range().length() + Cell.PAGE_BYTES;
                runs.set(
                        runs.size() - 1,
                        new Run(new ByteRange(last.range().offset(), length), cleared));
            } else if (runs.size() == limit) {
                next = OptionalLong.of(start);
            } else {
                runs.add(new Run(new ByteRange(start, Cell.PAGE_BYTES), cleared));
            }
        }

        List<Run> done() {
            return runs;
        }

        OptionalLong next() {
            return next;
        }
    }
}
