package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Snapshot;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import fr.bleu.trust.Records;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Undelete Blob: brings back a deleted blob with all that was deleted of its snapshots and
 * versions. Under versioning no version becomes the current one by it: that is a copy's work.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/undelete-blob">Undelete
 *     Blob</a>
 */
public final class Undeletion {
    private static final int PAGE = 100;

    private final Records records;
    private final BlobCommits commits;
    private final InstantSource clock;

    Undeletion(Records records, BlobCommits commits, InstantSource clock) {
        this.records = records;
        this.commits = commits;
        this.clock = clock;
    }

    /** One commit; without a receipt when there was nothing to do. */
    private record Step(Optional<Receipt> receipt, boolean last) {}

    /**
     * Undeletes. What does not fit one commit comes after the blob itself: who loses power in the
     * midst asks again.
     *
     * @return the last commit's receipt; empty if nothing was deleted
     * @throws fr.bleu.http.Failure 404 when there is neither a blob nor anything deleted
     */
    public Optional<Receipt> undelete(Permit permit) {
        Optional<Receipt> receipt = Optional.empty();
        while (true) {
            Step step = Attempts.until(() -> step(permit));
            if (step.receipt().isPresent()) {
                receipt = step.receipt();
            }
            if (step.last()) {
                return receipt;
            }
        }
    }

    private Optional<Step> step(Permit permit) {
        try (Snapshot snapshot = records.snapshot()) {
            return step(permit, snapshot);
        }
    }

    private Optional<Step> step(Permit permit, Reads reads) {
        FoundBlob found = commits.find(reads, BlobTarget.of(permit));
        History history = new History(reads, found);
        PastBatch batch = new PastBatch(history, ServiceSettings.DEFAULT, Stamp.now(clock));
        Optional<History.Past> base =
                history.base().filter(past -> !past.blob().isExpired(clock.instant()));
        base.ifPresent(batch::restoreBase);
        boolean last = restorePast(history, batch);
        if (batch.isEmpty()) {
            if (found.blob().isEmpty()) {
                throw StorageError.BLOB_NOT_FOUND.failure();
            }
            return Optional.of(new Step(Optional.empty(), true));
        }
        return commit(permit, found, base, batch)
                .map(receipt -> new Step(Optional.of(receipt), last));
    }

    private Optional<Receipt> commit(
            Permit permit, FoundBlob found, Optional<History.Past> base, PastBatch batch) {
        if (base.isEmpty() && found.blob().isEmpty()) {
            return commits.commitPast(permit, found, batch.edit(), "all deleted");
        }
        BlobEdit edit =
                base.map(past -> batch.edit(past.blob().blob(), Retirement.Effect.RESTORATION))
                        .orElseGet(
                                () -> batch.edit(found.existing(), Retirement.Effect.PROPERTIES));
        return commits.commit(permit, found, edit).map(Changed::receipt);
    }

    /** Whether there is no more. */
    private boolean restorePast(History history, PastBatch batch) {
        Key prefix = history.prefix();
        Key end = history.key(PastBlob.BASE_AT);
        Key from = prefix;
        while (true) {
            List<Stored> page = history.reads().scan(from, end, PAGE);
            for (Stored stored : page) {
                History.Past past = History.Past.of(stored);
                if (past.blob().isLive() || past.blob().isExpired(clock.instant())) {
                    continue;
                }
                if (batch.isFull()) {
                    return false;
                }
                batch.restore(past);
            }
            if (page.size() < PAGE) {
                return true;
            }
            from = page.getLast().key().next();
        }
    }
}
