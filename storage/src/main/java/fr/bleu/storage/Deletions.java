package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Reads;
import fr.bleu.store.Write;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Deletes blobs with their snapshots, single snapshots and versions. */
public final class Deletions {
    private final Reads reads;
    private final BlobCommits commits;
    private final Blobs blobs;
    private final AccountGuard guard;
    private final InstantSource clock;

    Deletions(
            Reads reads,
            BlobCommits commits,
            Blobs blobs,
            AccountGuard guard,
            InstantSource clock) {
        this.reads = reads;
        this.commits = commits;
        this.blobs = blobs;
        this.guard = guard;
        this.clock = clock;
    }

    /** What a deletion means for the blob's snapshots: {@code x-ms-delete-snapshots}. */
    public enum Scope {
        /** The blob, which must have no snapshots. */
        BLOB,
        /** The blob and its snapshots. */
        INCLUDE,
        /** Its snapshots. */
        ONLY
    }

    /**
     * A deletion.
     *
     * @param permanent whether nothing of it can be brought back
     */
    public record Deleted(Receipt receipt, boolean permanent) {}

    /** One commit of a deletion. */
    private record Step(Deleted deleted, boolean last) {}

    /**
     * Deletes the blob. Snapshots that do not fit one commit go before: who loses power in the
     * midst finds the blob with some of them.
     *
     * @throws fr.bleu.http.Failure 409 SnapshotsPresent
     */
    public Deleted blob(Permit permit, Scope scope, Conditions conditions) {
        while (true) {
            Step step = Attempts.until(() -> step(permit, scope, conditions));
            if (step.last()) {
                return step.deleted();
            }
        }
    }

    private Optional<Step> step(Permit permit, Scope scope, Conditions conditions) {
        FoundBlob found = commits.find(BlobTarget.of(permit));
        conditions.forEdit(found.blob(), Stamp.now(clock));
        BlobCommits.requireNoCopy(found);
        Blob old = found.existing();
        AccountGuard.Held held = guard.hold(permit);
        ServiceSettings settings = held.account().settings().service();
        PastBatch batch = new PastBatch(new History(reads, found), settings, Stamp.now(clock));
        boolean all = scope == Scope.BLOB || batch.dropSnapshots();
        boolean kept = settings.deleteDays() > 0;
        if (scope == Scope.ONLY || !all) {
            return commits.commit(
                            permit, held, found, batch.edit(old, Retirement.Effect.PROPERTIES))
                    .map(done -> new Step(new Deleted(done.receipt(), !kept), all));
        }
        boolean version = settings.versioning() || old.traits().version().isPresent();
        List<Check> checks = new ArrayList<>(batch.checks());
        List<Write> writes = new ArrayList<>(batch.writes());
        BlobEdit edit =
                blobs.withoutSession(
                                found,
                                Optional.empty(),
                                scope == Scope.INCLUDE
                                        ? Retirement.Effect.DELETION_WITH_SNAPSHOTS
                                        : Retirement.Effect.DELETION,
                                checks,
                                writes)
                        .with(batch.garbage())
                        .withPast(batch.changes());
        return commits.commit(permit, held, found, edit)
                .map(done -> new Step(new Deleted(done.receipt(), !kept && !version), true));
    }

    /**
     * Deletes a snapshot or a version.
     *
     * @throws fr.bleu.http.Failure 404, 403 for the current version, 409 for an immutable one
     */
    public Deleted past(Permit permit, Moment moment, Conditions conditions) {
        return past(permit, moment, conditions, false);
    }

    /**
     * Deletes a deleted snapshot or version for good.
     *
     * @throws fr.bleu.http.Failure 404, or 400 where the account does not allow it
     */
    public Deleted permanently(Permit permit, Moment moment, Conditions conditions) {
        return past(permit, moment, conditions, true);
    }

    private Deleted past(Permit permit, Moment moment, Conditions conditions, boolean permanently) {
        return Attempts.until(
                () -> {
                    FoundBlob found = commits.find(BlobTarget.of(permit));
                    History history = new History(reads, found);
                    if (history.isCurrent(moment)) {
                        throw StorageError.OPERATION_NOT_ALLOWED_ON_ROOT_BLOB.failure();
                    }
                    History.Past past =
                            history.past(moment)
                                    .filter(it -> it.blob().isLive() != permanently)
                                    .orElseThrow(StorageError.BLOB_NOT_FOUND::failure);
                    conditions.forEdit(Optional.of(past.blob().blob()), Stamp.now(clock));
                    return drop(permit, history, past, permanently);
                });
    }

    private Optional<Deleted> drop(
            Permit permit, History history, History.Past past, boolean permanently) {
        AccountGuard.Held held = guard.hold(permit);
        ServiceSettings settings = held.account().settings().service();
        if (permanently && !settings.permanentDelete()) {
            throw StorageError.UNSUPPORTED_QUERY_PARAMETER.failure(
                    "Permanent deletion is not allowed in this account.");
        }
        PastBatch batch = new PastBatch(history, settings, Stamp.now(clock));
        boolean kept = !permanently && settings.deleteDays() > 0;
        batch.drop(past, kept);
        return commits.commitPast(permit, held, history.found(), batch.edit(), past.at().text())
                .map(receipt -> new Deleted(receipt, !kept));
    }
}
