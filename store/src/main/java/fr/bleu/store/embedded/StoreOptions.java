package fr.bleu.store.embedded;

import fr.bleu.store.CommitListener;
import fr.bleu.store.Room;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How an embedded store runs.
 *
 * @param clock tells the commit times
 * @param fatal is told when a write or sync has failed; it must stop the process, since what is
 *     durable is not known any more
 * @param minimumLedgerSize entries of the last checkpoint published outside the store; a store with
 *     fewer does not open
 * @param minimumLedgerRoot that checkpoint's root, 32 bytes; a store with another does not open
 * @param room tells how full the disk is; with {@link Room#NONE} nothing is taken
 * @param listener is told of each batch
 */
public record StoreOptions(
        InstantSource clock,
        Consumer<Throwable> fatal,
        QueueBounds bounds,
        long minimumLedgerSize,
        Optional<byte[]> minimumLedgerRoot,
        Supplier<Room> room,
        CommitListener listener) {

    /** The process's exit code after a failed write. */
    public static final int FATAL_EXIT_CODE = 70;

    /**
     * How much may wait for the committer; more is answered {@link fr.bleu.store.Outcome.Busy}.
     *
     * @param tenantChanges changes of one tenant
     * @param tenantBytes bytes of one tenant's changes; a single change always fits
     * @param allBytes bytes of all changes
     */
    public record QueueBounds(int tenantChanges, long tenantBytes, long allBytes) {

        /** 1,000 changes and 16 MiB for each tenant, 128 MiB in all. */
        public static final QueueBounds DEFAULT = new QueueBounds(1_000, 16 << 20, 128 << 20);
    }

    /** Default bounds, no minimum, and a failed write halts the process. */
    public static StoreOptions of(InstantSource clock) {
        return new StoreOptions(
                clock,
                StoreOptions::halt,
                QueueBounds.DEFAULT,
                0,
                Optional.empty(),
                () -> Room.ENOUGH,
                CommitListener.NONE);
    }

    /** The same, with another handler of failed writes. */
    public StoreOptions withFatal(Consumer<Throwable> handler) {
        return new StoreOptions(
                clock, handler, bounds, minimumLedgerSize, minimumLedgerRoot, room, listener);
    }

    /** The same, with other bounds. */
    public StoreOptions withBounds(QueueBounds other) {
        return new StoreOptions(
                clock, fatal, other, minimumLedgerSize, minimumLedgerRoot, room, listener);
    }

    /** The same, for a store that must hold at least the ledger of this checkpoint. */
    public StoreOptions withMinimumLedger(long size, byte[] root) {
        return new StoreOptions(
                clock, fatal, bounds, size, Optional.of(root.clone()), room, listener);
    }

    /** The same, on a disk whose room is watched. */
    public StoreOptions withRoom(Supplier<Room> watched) {
        return new StoreOptions(
                clock, fatal, bounds, minimumLedgerSize, minimumLedgerRoot, watched, listener);
    }

    /** The same, with somebody who is told of each batch. */
    public StoreOptions withListener(CommitListener told) {
        return new StoreOptions(
                clock, fatal, bounds, minimumLedgerSize, minimumLedgerRoot, room, told);
    }

    private static void halt(Throwable failure) {
        System.err.println("bleu: a write to the store failed, stopping: " + failure);
        Runtime.getRuntime().halt(FATAL_EXIT_CODE);
    }
}
