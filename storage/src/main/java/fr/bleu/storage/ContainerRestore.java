package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import java.time.InstantSource;

/**
 * Restore Container.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/restore-container">Restore
 *     Container</a>
 */
public final class ContainerRestore {
    private final Reads reads;
    private final Commits commits;
    private final AccountGuard guard;
    private final InstantSource clock;

    ContainerRestore(Reads reads, Commits commits, AccountGuard guard, InstantSource clock) {
        this.reads = reads;
        this.commits = commits;
        this.guard = guard;
        this.clock = clock;
    }

    /**
     * Brings back the container that the permit names, with its blobs.
     *
     * @param at which of those that had its name: when it was deleted
     * @throws fr.bleu.http.Failure 404 when there is none, 409 when the name is taken, or when the
     *     container holds versions one by one and the account keeps none any more
     */
    public Changed<Container> restore(Permit permit, Stamp at) {
        ContainerTarget target = ContainerTarget.of(permit);
        Stored stored =
                reads.get(DeletedContainer.key(target.account(), target.name(), at))
                        .orElseThrow(StorageError.CONTAINER_NOT_FOUND::failure);
        DeletedContainer deleted = DeletedContainer.decode(target.name(), stored.value());
        if (!deleted.deletion().due().isAfter(clock.instant())) {
            throw StorageError.CONTAINER_NOT_FOUND.failure();
        }
        AccountGuard.Held held = guard.hold(permit);
        requireVersioning(held.account(), deleted.container());
        Draft draft =
                new Draft()
                        .check(held.check())
                        .check(stored.unchanged())
                        .check(new Check.Absent(target.key()))
                        .delete(stored.key())
                        .put(target.key(), deleted.container().encode())
                        .writes(
                                KeptAccounts.marks(
                                        target, deleted.container().traits().immutability()))
                        .detail("container", target.name());
        return switch (commits.commit(permit, draft)) {
            case CommitResult.Committed committed ->
                    new Changed<>(deleted.container(), committed.receipt());
            case CommitResult.Conflict conflict -> {
                if (conflict.key().equals(target.key())) {
                    throw StorageError.CONTAINER_ALREADY_EXISTS.failure();
                }
                throw conflict.key().equals(stored.key())
                        ? StorageError.CONTAINER_NOT_FOUND.failure()
                        : StorageError.SERVER_BUSY.failure();
            }
        };
    }

    /** Versioning may have been switched off while the container was away. */
    private static void requireVersioning(Account account, Container container) {
        if (container.traits().immutability().ofVersions()
                && !account.settings().service().versioning()) {
            throw StorageError.BLOB_OPERATION_NOT_SUPPORTED.failure(
                    "Versions are held in an account that keeps them.");
        }
    }
}
