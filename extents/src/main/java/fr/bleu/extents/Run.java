package fr.bleu.extents;

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
}
