package fr.bleu.ledger;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.OptionalLong;

/** Where c2sp.org/tlog-tiles puts a tree's tiles and entry bundles, and how wide they are. */
public final class Tiles {

    /** Tree levels in a tile. */
    public static final int HEIGHT = 8;

    /** Hashes of a complete tile; entries of a complete bundle. */
    public static final int WIDTH = 1 << HEIGHT;

    private static final String OPENED = "opened/";

    private Tiles() {}

    /**
     * How many hashes a tree of {@code size} leaves has at a tile level: one for each complete
     * group of {@code 256^level} leaves.
     */
    public static long hashes(int level, long size) {
        int shift = level * HEIGHT;
        return shift >= Long.SIZE - 1 ? 0 : size >>> shift;
    }

    /** How wide a tile is in a tree of {@code size} leaves: 0 where there is none, at most 256. */
    public static int width(int level, long index, long size) {
        long before = index * WIDTH;
        return (int) Math.clamp(hashes(level, size) - before, 0, WIDTH);
    }

    /**
     * A tile's path: {@code tile/<L>/<N>[.p/<W>]}.
     *
     * @param width 1 to 256
     */
    public static String tilePath(int level, long index, int width) {
        if (level < 0 || level > 63) {
            throw new IllegalArgumentException("a tile level is 0 to 63");
        }
        return "tile/" + level + "/" + numbered(index, width);
    }

    /** An entry bundle's path: {@code tile/entries/<N>[.p/<W>]}. */
    public static String entriesPath(long index, int width) {
        return "tile/entries/" + numbered(index, width);
    }

    /** Where an export opens entries of bundle {@code index}: {@code opened/<N>}. */
    static String openedPath(long index) {
        return OPENED + number(index);
    }

    /** The bundle number of an {@code opened/<N>} path; empty for any other path. */
    static OptionalLong openedNumber(String path) {
        String number = path.startsWith(OPENED) ? path.substring(OPENED.length()) : "";
        if (!number.matches("(x[0-9]{3}/){0,5}[0-9]{3}")) {
            return OptionalLong.empty();
        }
        long index = Long.parseLong(number.replaceAll("[x/]", ""));
        return number(index).equals(number) ? OptionalLong.of(index) : OptionalLong.empty();
    }

    private static String numbered(long index, int width) {
        if (width < 1 || width > WIDTH) {
            throw new IllegalArgumentException("a tile is 1 to 256 wide");
        }
        return number(index) + (width == WIDTH ? "" : ".p/" + width);
    }

    /** A number in path elements of three digits, all but the last marked by an x. */
    static String number(long index) {
        if (index < 0) {
            throw new IllegalArgumentException("a tile index is not negative");
        }
        Deque<String> elements = new ArrayDeque<>();
        elements.addFirst(String.format(Locale.ROOT, "%03d", index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            elements.addFirst(String.format(Locale.ROOT, "x%03d", rest % 1000));
        }
        return String.join("/", elements);
    }
}
