package fr.bleu.extents;

import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The free stretches of the live epoch's segments, neighbours joined, first fit. Not for several
 * threads.
 */
final class FreeRuns {

    /** More pieces than this are not remembered; the collector finds them once the epoch closes. */
    private static final int MOST_PIECES = 4_096;

    private final TreeSet<Run> free =
            new TreeSet<>(Comparator.comparing(Run::segment).thenComparingInt(Run::offset));

    /** Up to {@code wanted} bytes from the first piece that has {@code least}. */
    Optional<Run> take(int least, int wanted) {
        for (Iterator<Run> pieces = free.iterator(); pieces.hasNext(); ) {
            Run piece = pieces.next();
            if (piece.length() >= least) {
                pieces.remove();
                int taken = Math.min(wanted, piece.length());
                addRest(piece, taken);
                return Optional.of(new Run(piece.segment(), piece.offset(), taken));
            }
        }
        return Optional.empty();
    }

    void give(Run run) {
        Run whole = run;
        Run before = free.lower(whole);
        if (before != null && before.meets(whole)) {
            free.remove(before);
            whole = before.joined(whole);
        }
        Run after = free.higher(whole);
        if (after != null && whole.meets(after)) {
            free.remove(after);
            whole = whole.joined(after);
        }
        if (free.size() < MOST_PIECES) {
            free.add(whole);
        }
    }

    /** Forgets pieces smaller than {@code least}, which would only make the search longer. */
    void forgetBelow(int least) {
        free.removeIf(piece -> piece.length() < least);
    }

    /** The segments that have pieces. */
    Set<SegmentName> segments() {
        Set<SegmentName> segments = new LinkedHashSet<>();
        free.forEach(piece -> segments.add(piece.segment()));
        return segments;
    }

    /** Whether a segment has a piece. */
    boolean has(SegmentName segment) {
        return lastOf(segment) != null;
    }

    /** How many bytes of a segment of {@code size} bytes lie before its free tail. */
    int usedBytes(SegmentName segment, int size) {
        Run last = lastOf(segment);
        return last != null && last.end() == size ? last.offset() : size;
    }

    private Run lastOf(SegmentName segment) {
        Run last = free.floor(new Run(segment, Integer.MAX_VALUE, 0));
        return last != null && last.segment().equals(segment) ? last : null;
    }

    private void addRest(Run piece, int taken) {
        if (taken < piece.length()) {
            free.add(new Run(piece.segment(), piece.offset() + taken, piece.length() - taken));
        }
    }
}
