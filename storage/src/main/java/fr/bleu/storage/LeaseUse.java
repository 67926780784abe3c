package fr.bleu.storage;

import java.util.Optional;
import java.util.UUID;

/**
 * Whether a lease lets an operation pass, by the lease id that the request names.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/lease-blob#remarks">Outcomes
 *     of use attempts by lease state</a>
 */
enum LeaseUse {
    BLOB(
            StorageError.LEASE_NOT_PRESENT_WITH_BLOB_OPERATION,
            StorageError.LEASE_ID_MISMATCH_WITH_BLOB_OPERATION),
    CONTAINER(
            StorageError.LEASE_NOT_PRESENT_WITH_CONTAINER_OPERATION,
            StorageError.LEASE_ID_MISMATCH_WITH_CONTAINER_OPERATION);

    private final StorageError none;
    private final StorageError another;

    LeaseUse(StorageError none, StorageError another) {
        this.none = none;
        this.another = another;
    }

    /**
     * For what a lease keeps to its holder: writes to a blob, a container's deletion.
     *
     * @throws fr.bleu.http.Failure 412 with the code for what is wrong with the lease
     */
    void forWrite(Optional<UUID> named, Optional<Lease> held, Stamp now) {
        boolean locked = held.isPresent() && held.get().state(now).isLocked();
        if (locked && named.isEmpty()) {
            throw StorageError.LEASE_ID_MISSING.failure();
        }
        forRead(named, held, now);
    }

    /**
     * For what needs no lease: a lease id, if one is named, must be that of a lease that lasts.
     *
     * @throws fr.bleu.http.Failure 412 with the code for what is wrong with the lease
     */
    void forRead(Optional<UUID> named, Optional<Lease> held, Stamp now) {
        if (named.isEmpty()) {
            return;
        }
        if (held.isEmpty()) {
            throw none.failure();
        }
        boolean own = held.get().id().equals(named.get());
        if (!held.get().state(now).isLocked()) {
            throw (own ? StorageError.LEASE_LOST : none).failure();
        }
        if (!own) {
            throw another.failure();
        }
    }
}
