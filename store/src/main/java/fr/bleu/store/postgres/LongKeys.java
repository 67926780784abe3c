package fr.bleu.store.postgres;

import fr.bleu.store.engine.EngineView.Entry;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Keys longer than an index of PostgreSQL takes (2,704 bytes), kept in order all the same.
 *
 * <p>A key of fewer than {@link #PART} bytes is its own row. A longer one is cut into parts of that
 * length: each part but the last is a <em>marker</em> row, and what follows it lies in an area of
 * its own, whose rows begin with {@link #AREA} and the hash of all parts before. A row whose part
 * has the full length is always a marker; a scan that meets one goes on inside its area.
 */
final class LongKeys {

    /** The most bytes of a key that one row holds, with an area's 33 before them. */
    static final int PART = 2_500;

    /** No key begins with this byte: keys begin with their format. */
    private static final byte AREA = (byte) 0xff;

    private static final int AREA_BYTES = 1 + 32;

    private LongKeys() {}

    /** A scan of rows: {@code from <= row < to}, in order. */
    @FunctionalInterface
    interface Rows {
        List<Entry> scan(byte[] from, byte[] to, int limit) throws SQLException;
    }

    /** Whether a key is its own row. */
    static boolean isRow(byte[] key) {
        return key.length < PART;
    }

    /** Whether a row outside all areas leads into one. */
    static boolean isMarker(Entry row) {
        return row.key().length == PART;
    }

    /** The row of a key. */
    static byte[] row(byte[] key) {
        int parents = key.length / PART * PART;
        return join(area(key, parents), key, parents, key.length);
    }

    /** The markers that lead to a key's row, the outermost first; none for a short key. */
    static List<byte[]> markers(byte[] key) {
        List<byte[]> markers = new ArrayList<>();
        for (int at = 0; at + PART <= key.length; at += PART) {
            markers.add(join(area(key, at), key, at, at + PART));
        }
        return markers;
    }

    /** Where the rows behind each of a key's markers begin, the outermost first. */
    static List<byte[]> areas(byte[] key) {
        List<byte[]> areas = new ArrayList<>();
        for (int at = PART; at <= key.length; at += PART) {
            areas.add(area(key, at));
        }
        return areas;
    }

    /** The first {@code limit} keys of {@code from <= key < to}, with their values. */
    static List<Entry> scan(Rows rows, byte[] from, byte[] to, int limit) throws SQLException {
        Scan scan = new Scan(rows, limit);
        scan.walk(new byte[0], from, to);
        return scan.found;
    }

    /** The first row after every row that begins with {@code prefix}. */
    static byte[] after(byte[] prefix) {
        byte[] next = prefix.clone();
        for (int i = next.length - 1; i >= 0; i--) {
            if (++next[i] != 0) {
                return Arrays.copyOf(next, i + 1);
            }
        }
        throw new IllegalStateException("nothing sorts after this prefix");
    }

    /** What the rows of the area behind {@code key[0, length)} begin with. */
    private static byte[] area(byte[] key, int length) {
        if (length == 0) {
            return new byte[0];
        }
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(key, 0, length);
            byte[] area = Arrays.copyOf(new byte[] {AREA}, AREA_BYTES);
            System.arraycopy(sha256.digest(), 0, area, 1, AREA_BYTES - 1);
            return area;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] join(byte[] area, byte[] key, int from, int to) {
        byte[] row = Arrays.copyOf(area, area.length + to - from);
        System.arraycopy(key, from, row, area.length, to - from);
        return row;
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length
                && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static final class Scan {

        private final Rows rows;
        private final int limit;
        private final List<Entry> found = new ArrayList<>();

        Scan(Rows rows, int limit) {
            this.rows = rows;
            this.limit = limit;
        }

        /**
         * Walks the area behind {@code path}.
         *
         * @param from the first key, or null for all of the area
         * @param to the key to stop before, or null for all of the area
         */
        private void walk(byte[] path, byte[] from, byte[] to) throws SQLException {
            byte[] area = area(path, path.length);
            byte[] lower = from == null ? area : cut(area, path.length, from);
            byte[] upper = to == null ? after(area) : end(area, path.length, to);
            while (found.size() < limit) {
                int asked = limit - found.size();
                List<Entry> page = rows.scan(lower, upper, asked);
                for (Entry row : page) {
                    byte[] key = join(path, row.key(), area.length, row.key().length);
                    if (found.size() == limit) {
                        return;
                    } else if (key.length == path.length + PART) {
                        walk(key, within(from, key), within(to, key));
                    } else {
                        found.add(new Entry(key, row.value()));
                    }
                }
                if (page.size() < asked) {
                    return;
                }
                byte[] last = page.getLast().key();
                lower = Arrays.copyOf(last, last.length + 1);
            }
        }

        /** A bound as it holds behind a marker: none if it lies elsewhere. */
        private static byte[] within(byte[] bound, byte[] path) {
            return bound != null && startsWith(bound, path) ? bound : null;
        }

        private static byte[] cut(byte[] area, int path, byte[] key) {
            return join(area, key, path, Math.min(key.length, path + PART));
        }

        /** Where to stop: a marker that {@code to} itself lies behind is still met. */
        private static byte[] end(byte[] area, int path, byte[] to) {
            byte[] cut = cut(area, path, to);
            return to.length - path < PART ? cut : Arrays.copyOf(cut, cut.length + 1);
        }
    }
}
