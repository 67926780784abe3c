package fr.bleu.storage;

import fr.bleu.store.Reads;
import fr.bleu.trust.Permit;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Changes what is beside the content of a blob: of the blob as it stands, of a snapshot or of a
 * version. Neither ETag nor time change, and nothing of it becomes a version of its own.
 */
final class StateChanges {
    private final Reads reads;
    private final BlobCommits commits;
    private final AccountGuard guard;
    private final InstantSource clock;

    StateChanges(Reads reads, BlobCommits commits, AccountGuard guard, InstantSource clock) {
        this.reads = reads;
        this.commits = commits;
        this.guard = guard;
        this.clock = clock;
    }

    /**
     * A change; each part may run several times.
     *
     * @param place refuses containers without such a thing
     * @param conditions refuses states that the caller does not mean
     * @param edit what becomes of the state
     */
    record Change(
            Consumer<Container> place,
            Consumer<Optional<Blob>> conditions,
            UnaryOperator<Blob> edit) {}

    /**
     * Changes the state that is meant. Whether a version is the current one is decided with the
     * record that the commit checks: it stays the same version when the blob is overwritten
     * meanwhile.
     *
     * @throws fr.bleu.http.Failure 404 BlobNotFound when there is no such state
     */
    Changed<Blob> make(Permit permit, Moment moment, Change change) {
        return Attempts.until(
                () -> {
                    FoundBlob found = commits.find(BlobTarget.of(permit));
                    change.place().accept(found.container());
                    History history = new History(reads, found);
                    return history.isCurrent(moment)
                            ? current(permit, found, change)
                            : past(permit, history, moment, change);
                });
    }

    private Optional<Changed<Blob>> current(Permit permit, FoundBlob found, Change change) {
        change.conditions().accept(found.blob());
        Blob old = found.existing();
        BlobCommits.requireOverwritable(permit, found);
        return commits.commit(
                permit, found, BlobEdit.of(change.edit().apply(old), Retirement.Effect.PROPERTIES));
    }

    private Optional<Changed<Blob>> past(
            Permit permit, History history, Moment moment, Change change) {
        History.Past past =
                history.past(moment)
                        .filter(it -> it.blob().isLive())
                        .orElseThrow(StorageError.BLOB_NOT_FOUND::failure);
        Blob old = past.blob().blob();
        change.conditions().accept(Optional.of(old));
        AccountGuard.Held held = guard.hold(permit);
        PastBatch batch =
                new PastBatch(history, held.account().settings().service(), Stamp.now(clock));
        Blob fresh = change.edit().apply(old);
        batch.replace(past, fresh);
        return commits.commitPast(permit, held, history.found(), batch.edit(), past.at().text())
                .map(receipt -> new Changed<>(fresh, receipt));
    }
}
