package fr.bleu.extents;

import java.util.ArrayList;
import java.util.List;

/** A stretch of a segment, in bytes. */
record Run(SegmentName segment, int offset, int length) {

    int end() {
        return offset + length;
    }

    /** Whether {@code next} begins where this one ends. */
    boolean meets(Run next) {
        return segment.equals(next.segment) && end() == next.offset;
    }

    Run joined(Run next) {
        return new Run(segment, offset, length + next.length);
    }

    /** The same stretches, each joined with the next one where they meet. */
    static List<Run> join(List<Run> runs) {
        List<Run> joined = new ArrayList<>();
        for (Run run : runs) {
            if (!joined.isEmpty() && joined.getLast().meets(run)) {
                joined.add(joined.removeLast().joined(run));
            } else {
                joined.add(run);
            }
        }
        return joined;
    }
}
