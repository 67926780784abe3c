package fr.bleu.extents;

import fr.bleu.keys.SealingKey;
import fr.bleu.store.Key;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Encrypted write-once bytes. Each extent has its own random AES-256-GCM key, wrapped in the {@link
 * Extent} that a record keeps. Chunks of 256 KiB (the size stands in the header); associated data =
 * format ‖ extent id ‖ chunk number ‖ last, never a name, so that copies and block commits share
 * extents within an account.
 *
 * <p>The owner is the storage account (or other owner of records) that the extent belongs to: its
 * location record lies under it. Owner and key are always of one account.
 */
public interface Extents extends ExtentReads, AutoCloseable {

    /**
     * Begins an extent; the account's key will wrap its key.
     *
     * @throws DiskFullException when there is no space left
     */
    ExtentWriter create(UUID owner, SealingKey account) throws IOException;

    /**
     * Writes an extent's bytes as they are stored, unread.
     *
     * @param location the key of its location
     * @return how many
     * @throws MissingExtentException when it has no location
     */
    long copyStored(Key location, OutputStream out) throws IOException;

    /**
     * Keeps every extent that is committed now, and what later ones are, until it is released.
     *
     * @return empty when it is pinned already
     * @throws ExtentsUnavailableException when others have taken this writer for dead, and it has
     *     no new epoch yet
     */
    Optional<Pin> pin() throws IOException;

    /** Whether a pin is still there; false for good once others have taken it away. */
    boolean holds(Pin pin);

    /**
     * Releases a pin.
     *
     * @return false when others have taken it away, since this writer seemed dead: what it kept may
     *     be gone
     */
    boolean release(Pin pin) throws IOException;

    /** Whether deletions must wait, since they cannot commit: {@link Deletion#checks}. */
    boolean isPinned() throws IOException;

    /** Prepares to delete an extent, for the change that drops the last reference to it. */
    Deletion delete(UUID owner, UUID extent);

    /**
     * Gives the space of deleted extents back, at once: call it when the deletions are durable and
     * nobody reads the extents any more. A reader that is late gets {@link MissingExtentException},
     * never another extent's bytes.
     */
    void free(List<Deletion> deletions);

    /** The number of this writer, from 1; no other of the same store has had it. */
    long writer();

    /**
     * Whether a writer of this store, here or on another node, has not ended. One that died counts
     * as alive until somebody has noticed.
     */
    boolean isAlive(long writer);

    /** Stored bytes that {@link #free} has given back since the start. */
    long freedBytes();

    /** Gives up a finished extent that will never be committed. */
    void giveUp(Finished finished);

    /**
     * Gives back what earlier processes left and no location covers: after the start, and daily.
     *
     * @param owners all who have extents, read anew as often as it takes
     * @param stopped ends the work early
     */
    void reclaim(Iterable<UUID> owners, BooleanSupplier stopped) throws IOException;

    /**
     * Seals and opens some chunks in memory, so that the JVM has compiled its AES-GCM before the
     * first transfer: a cold one runs at a tenth of the speed. Takes a fraction of a second; call
     * it beside the rest of the start.
     */
    void warmUp();

    @Override
    void close();
}
