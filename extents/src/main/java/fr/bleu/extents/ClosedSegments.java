package fr.bleu.extents;

import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.disk.Disk;
import fr.bleu.store.disk.DiskFile;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * The segments of closed epochs. They are never written again, so what no location covers is given
 * back, and a segment of which nothing is left is unlinked. A walk over all locations, once per
 * start, finds what was finished but never committed and what a crash kept from being freed.
 */
final class ClosedSegments {

    private static final System.Logger LOG = System.getLogger(ClosedSegments.class.getName());

    /** Segments of one pass over the locations: at most 16 MiB of bits. */
    private static final int MOST_AT_ONCE = 2_048;

    private static final int PAGE = 1_000;

    private final Disk disk;
    private final SegmentReaders readers;
    private final FreedSpace space;
    private final long liveEpoch;
    private final int alignBytes;

    /** Blocks that are in use, of the segments that were walked. */
    private final Map<SegmentName, Integer> used = new HashMap<>();

    /** What was freed while the walk was under way; the walk may have seen it covered. */
    private final Map<SegmentName, BitSet> freedMeanwhile = new HashMap<>();

    private boolean walking;

    ClosedSegments(
            Disk disk,
            SegmentReaders readers,
            FreedSpace space,
            long liveEpoch,
            ExtentOptions options) {
        this.disk = disk;
        this.readers = readers;
        this.space = space;
        this.liveEpoch = liveEpoch;
        this.alignBytes = options.alignBytes();
    }

    boolean has(Run run) {
        return run.segment().epoch() < liveEpoch;
    }

    /** A whole run that was in use until now and has been punched. */
    synchronized void freed(Run run) {
        SegmentName segment = run.segment();
        if (walking) {
            mark(freedMeanwhile.computeIfAbsent(segment, _ -> new BitSet()), run);
        }
        Integer before = used.get(segment);
        if (before != null) {
            setUsed(segment, before - run.length() / alignBytes);
        }
    }

    /**
     * Frees what no location of the owners covers.
     *
     * @param owners all who have extents; one that is being deleted is among them until it has none
     * @param stopped ends the walk early
     */
    void walk(Reads records, Iterable<UUID> owners, BooleanSupplier stopped) throws IOException {
        List<SegmentName> all = new ArrayList<>();
        for (String name : disk.list("")) {
            SegmentName.parse(name)
                    .filter(segment -> segment.epoch() < liveEpoch)
                    .ifPresent(all::add);
        }
        for (int from = 0; from < all.size() && !stopped.getAsBoolean(); from += MOST_AT_ONCE) {
            pass(
                    all.subList(from, Math.min(all.size(), from + MOST_AT_ONCE)),
                    records,
                    owners,
                    stopped);
        }
    }

    private void pass(
            List<SegmentName> segments,
            Reads records,
            Iterable<UUID> owners,
            BooleanSupplier stopped)
            throws IOException {
        Map<SegmentName, BitSet> covered = new HashMap<>();
        segments.forEach(segment -> covered.put(segment, new BitSet()));
        begin();
        try {
            for (UUID owner : owners) {
                cover(covered, records, owner, stopped);
            }
            for (SegmentName segment : segments) {
                if (stopped.getAsBoolean()) {
                    return;
                }
                settle(segment, covered.get(segment));
            }
        } finally {
            end();
        }
    }

    private void cover(
            Map<SegmentName, BitSet> covered, Reads records, UUID owner, BooleanSupplier stopped) {
        Key prefix = Key.of(owner, Location.TABLE);
        Key from = prefix;
        List<Reads.Stored> page = List.of();
        while (!stopped.getAsBoolean()) {
            page = records.scan(from, prefix.afterPrefix(), PAGE);
            for (Reads.Stored stored : page) {
                for (Run run : Location.decode(stored.value())) {
                    BitSet blocks = covered.get(run.segment());
                    if (blocks != null) {
                        mark(blocks, run);
                    }
                }
            }
            if (page.size() < PAGE) {
                return;
            }
            from = page.getLast().key().next();
        }
    }

    private void settle(SegmentName segment, BitSet covered) throws IOException {
        synchronized (this) {
            BitSet freed = freedMeanwhile.get(segment);
            if (freed != null) {
                covered.andNot(freed);
            }
            setUsed(segment, covered.cardinality());
        }
        List<Run> gaps = new ArrayList<>();
        int from = covered.nextClearBit(0);
        for (int to = covered.nextSetBit(from); to >= 0; to = covered.nextSetBit(from)) {
            gaps.add(new Run(segment, from * alignBytes, (to - from) * alignBytes));
            from = covered.nextClearBit(to);
        }
        space.punch(gaps);
        cut(segment, covered.length() * alignBytes);
    }

    private void cut(SegmentName segment, long length) throws IOException {
        try (DiskFile file = disk.open(segment.fileName())) {
            file.truncate(length);
        } catch (NoSuchFileException e) {
            // Nothing was left of it.
        }
    }

    private synchronized void begin() {
        freedMeanwhile.clear();
        walking = true;
    }

    private synchronized void end() {
        freedMeanwhile.clear();
        walking = false;
    }

    private void setUsed(SegmentName segment, int blocks) {
        if (blocks > 0) {
            used.put(segment, blocks);
            return;
        }
        used.remove(segment);
        try {
            disk.delete(segment.fileName());
            readers.forget(segment);
        } catch (NoSuchFileException e) {
            // It has gone already.
        } catch (IOException e) {
            LOG.log(Level.WARNING, "an empty segment cannot be deleted", e);
        }
    }

    private void mark(BitSet blocks, Run run) {
        blocks.set(run.offset() / alignBytes, (run.end() + alignBytes - 1) / alignBytes);
    }
}
