package fr.bleu.extents;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A segment file: the epoch of the process that wrote it and its number in that epoch, in
 * hexadecimal, such as {@code 0000000000000001-00000000.seg}.
 */
record SegmentName(long epoch, int number) implements Comparable<SegmentName> {

    private static final Pattern FORM = Pattern.compile("([0-9a-f]{16})-([0-9a-f]{8})\\.seg");

    /** The segment of a file's name; empty for other files. */
    static Optional<SegmentName> parse(String fileName) {
        Matcher parts = FORM.matcher(fileName);
        return parts.matches()
                ? Optional.of(
                        new SegmentName(
                                HexFormat.fromHexDigitsToLong(parts.group(1)),
                                HexFormat.fromHexDigits(parts.group(2))))
                : Optional.empty();
    }

    String fileName() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(epoch) + "-" + hex.toHexDigits(number) + ".seg";
    }

    @Override
    public int compareTo(SegmentName other) {
        int byEpoch = Long.compare(epoch, other.epoch);
        return byEpoch != 0 ? byEpoch : Integer.compare(number, other.number);
    }
}
