package fr.bleu.store.engine;

import fr.bleu.ledger.Leaf;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How the store lays its own data out in an engine. Every key and value begins with {@link
 * #FORMAT}.
 *
 * <ul>
 *   <li>records: the record's key to {@code format ‖ version(8) ‖ value}
 *   <li>outcomes: {@code format ‖ change id(16)} to {@link OutcomeRecord}
 *   <li>ledger: {@code format ‖ kind(1) ‖ …}: head, leaf by index, sealed entry by index, complete
 *       tile by level and index, listed entry by tenant tag and index; all these of an earlier
 *       generation as {@code format ‖ 'g' ‖ generation(4) ‖ kind(1) ‖ …}
 * </ul>
 */
public final class Layout {

    public static final byte FORMAT = 1;

    private static final int RECORD_HEADER_BYTES = 1 + Long.BYTES;

    /** The key of the {@link Head}. */
    static final byte[] HEAD = {FORMAT, 'h'};

    /** The value of an index record, which says all in its key. */
    static final byte[] PRESENT = {FORMAT};

    private Layout() {}

    /** The key of the {@link Head}. */
    public static byte[] head() {
        return HEAD.clone();
    }

    /** Whether a key of {@link Space#LEDGER} is the {@link Head}'s. */
    public static boolean isHead(byte[] key) {
        return Arrays.equals(key, HEAD);
    }

    /** The key of a leaf. */
    public static byte[] leaf(long index) {
        return ledger('l', Long.BYTES).putLong(index).array();
    }

    /** Whether a key of {@link Space#LEDGER} is a leaf's of this generation. */
    public static boolean isLeaf(byte[] key) {
        return key.length == 2 + Long.BYTES && key[1] == 'l';
    }

    static byte[] sealed(long index) {
        return ledger('s', Long.BYTES).putLong(index).array();
    }

    static byte[] tile(int level, long index) {
        return ledger('t', 1 + Long.BYTES).put((byte) level).putLong(index).array();
    }

    static byte[] listed(byte[] tenantTag, long index) {
        return ledger('i', tenantTag.length + Long.BYTES).put(tenantTag).putLong(index).array();
    }

    /** The kind of a key of {@link Space#LEDGER} of the right length; 0 of no known kind. */
    static char ledgerKind(byte[] key) {
        if (key.length < 2 || key[0] != FORMAT) {
            return 0;
        }
        int length =
                switch (key[1]) {
                    case 'l', 's' -> 2 + Long.BYTES;
                    case 't' -> 2 + 1 + Long.BYTES;
                    case 'i' -> 2 + Leaf.TAG_BYTES + Long.BYTES;
                    default -> 0;
                };
        return key.length == length ? (char) key[1] : 0;
    }

    /** The tile level in a tile's key. */
    static int tileLevel(byte[] key) {
        return key[2];
    }

    /** The index at the end of a leaf's, sealed entry's, tile's or listed entry's key. */
    public static long index(byte[] key) {
        return ByteBuffer.wrap(key, key.length - Long.BYTES, Long.BYTES).getLong();
    }

    /** The key of a change's {@link OutcomeRecord}. */
    public static byte[] outcome(ChangeId id) {
        return ByteBuffer.allocate(1 + 2 * Long.BYTES)
                .put(FORMAT)
                .putLong(id.value().getMostSignificantBits())
                .putLong(id.value().getLeastSignificantBits())
                .array();
    }

    /** Sorts before the outcome of every change whose id was made at {@code unixMillis}. */
    public static byte[] outcomesFrom(long unixMillis) {
        return ByteBuffer.allocate(1 + 2 * Long.BYTES)
                .put(FORMAT)
                .putLong(unixMillis << 16)
                .array();
    }

    /** The ledger's key as it is kept once the generation has ended. */
    public static byte[] archived(int generation, byte[] key) {
        return ledger('g', Integer.BYTES + key.length - 1)
                .putInt(generation)
                .put(key, 1, key.length - 1)
                .array();
    }

    /** Takes off what {@link #archived} has put before a key. */
    static byte[] unarchived(byte[] archived) {
        byte[] key = Arrays.copyOfRange(archived, 1 + Integer.BYTES, archived.length);
        key[0] = FORMAT;
        return key;
    }

    /** The generation of a key that {@link #archived} has made. */
    static int archivedGeneration(byte[] archived) {
        return ByteBuffer.wrap(archived).getInt(2);
    }

    /** Whether a ledger's key is of an earlier generation. */
    public static boolean isArchived(byte[] key) {
        return key.length > 1 && key[1] == 'g';
    }

    public static byte[] record(long version, byte[] value) {
        return ByteBuffer.allocate(RECORD_HEADER_BYTES + value.length)
                .put(FORMAT)
                .putLong(version)
                .put(value)
                .array();
    }

    /** Whether a value has the form of {@link #record}. */
    static boolean isRecord(byte[] value) {
        return value.length >= RECORD_HEADER_BYTES && value[0] == FORMAT;
    }

    static long recordVersion(byte[] record) {
        return ByteBuffer.wrap(record, 1, Long.BYTES).getLong();
    }

    public static byte[] recordValue(byte[] record) {
        return Arrays.copyOfRange(record, RECORD_HEADER_BYTES, record.length);
    }

    static Reads.Stored stored(EngineView.Entry entry) {
        return stored(Key.ofBytes(entry.key()), entry.value());
    }

    /** Reads what {@link #record} wrote. */
    public static Reads.Stored stored(Key key, byte[] record) {
        return new Reads.Stored(key, recordVersion(record), recordValue(record));
    }

    /** Puts the format byte before a value. */
    static byte[] framed(byte[] value) {
        return ByteBuffer.allocate(1 + value.length).put(FORMAT).put(value).array();
    }

    /** Takes the format byte off a value. */
    static byte[] unframed(byte[] framed) {
        return Arrays.copyOfRange(framed, 1, framed.length);
    }

    private static ByteBuffer ledger(char kind, int bytes) {
        return ByteBuffer.allocate(2 + bytes).put(FORMAT).put((byte) kind);
    }
}
