package fr.bleu.storage;

import java.util.Optional;
import java.util.UUID;

/**
 * What Lease Blob and Lease Container can be asked for.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/lease-blob">Lease Blob</a>
 */
public sealed interface LeaseAction {
    /** The shortest lease, in seconds. */
    int MIN_SECONDS = 15;

    /** The longest finite lease and the longest break period, in seconds. */
    int MAX_SECONDS = 60;

    /**
     * A new lease, or a new duration of one's own.
     *
     * @param seconds 15 to 60, or {@link Lease#INFINITE}
     * @param proposed the id to be; otherwise it is drawn
     */
    record Acquire(int seconds, Optional<UUID> proposed) implements LeaseAction {}

    /** Begins the lease's time anew. */
    record Renew(UUID id) implements LeaseAction {}

    /** Gives the lease another id. */
    record Change(UUID id, UUID proposed) implements LeaseAction {}

    /** Ends one's own lease at once. */
    record Release(UUID id) implements LeaseAction {}

    /**
     * Ends whoever's lease.
     *
     * @param seconds 0 to 60 that it goes on at most; absent: as long as it would have run, and an
     *     infinite one not at all
     */
    record Break(Optional<Integer> seconds) implements LeaseAction {}
}
