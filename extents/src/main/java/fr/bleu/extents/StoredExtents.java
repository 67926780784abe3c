package fr.bleu.extents;

import fr.bleu.store.Key;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * What copying whole stores must know of the extents' records. A location is the engine's own and
 * is made anew where the extent is loaded; the writers' records begin anew there.
 *
 * <p>The epochs of a generation of the ledger begin above all those of the generations before it: a
 * restored store never gives an extent an id that a lost history gave to another one, and a
 * collector never takes the one's extents for the other's.
 */
public final class StoredExtents {

    /** Epochs of one generation: more than there will ever be starts of a writer. */
    private static final int EPOCH_BITS = 40;

    private StoredExtents() {}

    /** Whether a record says where an extent lies. */
    public static boolean isLocation(Key key) {
        return key.tableId() == Location.TABLE.id();
    }

    /** Whether a record is about writers, which a copy has none of. */
    public static boolean isWriters(Key key) {
        byte table = key.tableId();
        return table == Epoch.TABLE.id()
                || table == WriterEpochs.EPOCHS.id()
                || table == WriterEpochs.LEASES.id()
                || table == WriterEpochs.KEPT.id()
                || table == Pins.TABLE.id();
    }

    /** The epoch that ends those of all generations before this one. */
    static long floor(int generation) {
        return (generation - 1L) << EPOCH_BITS;
    }

    /**
     * The writers' records of a store that begins a generation: both engines' next epoch is above
     * the floor, and what lies at or below it is never collected as unused. Where epochs begin is
     * drawn by lot, so that two restores of one backup, which have the same generation, make no
     * extents of the same ids: a folder of backups tells them apart by these.
     */
    public static Map<Key, byte[]> writers(int generation, RandomGenerator random) {
        long start = floor(generation) + 1 + random.nextLong(1L << (EPOCH_BITS - 1));
        byte[] number = WriterEpochs.encode(start);
        return Map.of(
                Epoch.key(), Epoch.closed(start),
                Key.of(Key.PLATFORM, WriterEpochs.EPOCHS), number,
                Key.of(Key.PLATFORM, WriterEpochs.KEPT), number);
    }

    /** The id of the extent that a location is of. */
    static UUID extent(Key location) {
        return Location.extentIn(location);
    }
}
