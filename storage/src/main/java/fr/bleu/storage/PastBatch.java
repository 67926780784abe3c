package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes to what a blob was, as many as fit one commit. */
final class PastBatch {
    /** With five operations each, beside what the commit has itself. */
    private static final int MAX_RECORDS = 150;

    private static final int MAX_BYTES = 512 * 1024;

    private final History history;
    private final ServiceSettings settings;
    private final Stamp now;
    private final List<Check> checks = new ArrayList<>();
    private final List<Write> writes = new ArrayList<>();
    private final List<Garbage> garbage = new ArrayList<>();
    private final List<PastChange> changes = new ArrayList<>();
    private int records;
    private int bytes;

    PastBatch(History history, ServiceSettings settings, Stamp now) {
        this.history = history;
        this.settings = settings;
        this.now = now;
    }

    boolean isFull() {
        return records >= MAX_RECORDS || bytes >= MAX_BYTES;
    }

    boolean isEmpty() {
        return records == 0;
    }

    /** Deletes the blob's snapshots, oldest first; whether these were all. */
    boolean dropSnapshots() {
        List<Stamp> snapshots = history.snapshots(MAX_RECORDS + 1);
        for (Stamp at : snapshots) {
            if (isFull()) {
                return false;
            }
            history.at(at).ifPresent(past -> drop(past, settings.deleteDays() > 0));
        }
        return true;
    }

    /**
     * Deletes a snapshot or version.
     *
     * @param kept for as long as the account says; else at once
     * @throws fr.bleu.http.Failure 409 when it is immutable
     */
    void drop(History.Past past, boolean kept) {
        Protection.requireRemovable(history.found().container(), past.blob().blob(), now);
        checks.add(past.stored().unchanged());
        note(kept ? PastChange.What.SOFT_DELETED : PastChange.What.DELETED, past);
        if (past.blob().kind() == PastBlob.Kind.SNAPSHOT) {
            writes.add(history.unmark(past.at()));
        }
        if (kept) {
            var deletion = new PastBlob.Deletion(now, settings.deleteDays());
            put(past.at(), past.blob().deleted(deletion), past.stored().value().length);
            writes.add(history.expiry(past.at(), deletion));
        } else {
            writes.add(new Write.Delete(past.stored().key()));
            Garbage.of(past.blob().blob().content()).ifPresent(garbage::add);
            count(0);
        }
    }

    /**
     * Changes what is beside the content of a snapshot or version: tier, tags, what holds it.
     *
     * @throws fr.bleu.http.Failure 409 when its policy forbids it, 403 while its encryption scope
     *     is disabled
     */
    void replace(History.Past past, Blob other) {
        PastBlob old = past.blob();
        Protection.require(
                history.found().container(),
                Optional.of(old.blob()),
                Optional.of(other),
                Retirement.Effect.PROPERTIES,
                false,
                now);
        checks.add(past.stored().unchanged());
        checks.addAll(history.usable(other));
        put(
                past.at(),
                new PastBlob(old.kind(), old.deletion(), other),
                past.stored().value().length);
    }

    /** Brings back a deleted one; a blob that was replaced since gets a time of its own. */
    void restore(History.Past past) {
        checks.add(past.stored().unchanged());
        PastBlob restored = past.blob().restored();
        note(PastChange.What.RESTORED, past);
        put(past.at(), restored, past.stored().value().length);
        if (restored.kind() == PastBlob.Kind.SNAPSHOT) {
            writes.add(history.mark(past.at()));
        }
    }

    /** Brings back the deleted blob itself. */
    void restoreBase(History.Past past) {
        checks.add(past.stored().unchanged());
        writes.add(new Write.Delete(past.stored().key()));
        count(past.stored().value().length);
    }

    void check(Check check) {
        checks.add(check);
    }

    private void put(Stamp at, PastBlob past, int size) {
        writes.add(history.put(at, past));
        count(size);
    }

    private void note(PastChange.What what, History.Past past) {
        Blob blob = past.blob().blob();
        changes.add(new PastChange(what, past.blob().restored().kind(), past.at(), blob));
    }

    /** The record, its other keys, and an event. */
    private void count(int size) {
        records++;
        bytes += size + 4 * history.prefix().length() + 1_500;
    }

    List<Check> checks() {
        return checks;
    }

    List<Write> writes() {
        return writes;
    }

    List<Garbage> garbage() {
        return garbage;
    }

    List<PastChange> changes() {
        return changes;
    }

    /** With the blob that shall stand. */
    BlobEdit edit(Blob stands, Retirement.Effect effect) {
        return new BlobEdit(Optional.of(stands), effect, checks, writes, garbage, changes);
    }

    /** For {@link BlobCommits#commitPast}. */
    BlobEdit edit() {
        return new BlobEdit(
                Optional.empty(), Retirement.Effect.PROPERTIES, checks, writes, garbage, changes);
    }
}
