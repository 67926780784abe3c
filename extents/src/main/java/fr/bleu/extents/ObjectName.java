package fr.bleu.extents;

import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An extent's object: its writer's epoch and its number in it, in hexadecimal, such as {@code
 * 0000000000000001/000000000000002a}. The names sort as the extents' ids do, and say nothing about
 * whose they are.
 */
record ObjectName(long epoch, long number) {

    private static final Pattern FORM = Pattern.compile("([0-9a-f]{16})/([0-9a-f]{16})");

    static ObjectName of(UUID extent) {
        return new ObjectName(extent.getMostSignificantBits(), extent.getLeastSignificantBits());
    }

    /** The object of a name; empty for others. */
    static Optional<ObjectName> parse(String name) {
        Matcher parts = FORM.matcher(name);
        return parts.matches()
                ? Optional.of(
                        new ObjectName(
                                HexFormat.fromHexDigitsToLong(parts.group(1)),
                                HexFormat.fromHexDigitsToLong(parts.group(2))))
                : Optional.empty();
    }

    /** What the names of an epoch's objects begin with. */
    static String folder(long epoch) {
        return HexFormat.of().toHexDigits(epoch) + "/";
    }

    /** Whoever makes this object has the epoch, in the bucket as well. */
    static String marker(long epoch) {
        return folder(epoch) + "writer";
    }

    UUID extent() {
        return new UUID(epoch, number);
    }

    String text() {
        return folder(epoch) + HexFormat.of().toHexDigits(number);
    }
}
