package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Reads;
import fr.bleu.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a blob as it was when it changes: an earlier version, a deleted blob or snapshot
 * that is kept for a while, or garbage. Belongs to the commit that changes it.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/storage/blobs/versioning-overview#how-versioning-works">How
 *     blob versioning works</a>
 * @see <a href="https://learn.microsoft.com/azure/storage/blobs/soft-delete-blob-overview">Soft
 *     delete for blobs</a>
 */
final class Retirement {
    private final BlobEdit edit;
    private final ServiceSettings settings;
    private final Stamp now;
    private final History history;
    private final Optional<Blob> old;
    private final List<Check> checks = new ArrayList<>();
    private final List<Write> writes = new ArrayList<>();
    private final List<Garbage> garbage = new ArrayList<>();
    private Optional<Blob> blob;

    /** The latest time that this very change gives to something. */
    private long given;

    /** How a change bears on what was there. */
    enum Effect {
        /** The content is replaced. */
        CONTENT,
        /** The metadata is replaced, the content stays. */
        METADATA,
        /** Neither: headers, tier, lease, tags, copies' progress, appended bytes, pages. */
        PROPERTIES,
        /** The blob is deleted, which must have no snapshots. */
        DELETION,
        /** The blob is deleted, and its snapshots by the same edit. */
        DELETION_WITH_SNAPSHOTS,
        /** The deleted blob comes back as it was. */
        RESTORATION
    }

    private Retirement(History history, BlobEdit edit, ServiceSettings settings, Stamp now) {
        this.history = history;
        this.old = history.found().blob();
        this.edit = edit;
        this.settings = settings;
        this.now = now;
        this.blob = edit.blob();
    }

    /**
     * Decides.
     *
     * @param now the moment of a deletion
     * @throws fr.bleu.http.Failure 409 SnapshotsPresent when a blob is deleted without its
     *     snapshots
     */
    static Retirement of(
            Reads reads, FoundBlob found, BlobEdit edit, ServiceSettings settings, Stamp now) {
        var retirement = new Retirement(new History(reads, found), edit, settings, now);
        if (edit.effect() == Effect.DELETION && !retirement.history.snapshots(1).isEmpty()) {
            throw StorageError.SNAPSHOTS_PRESENT.failure();
        }
        if (edit.effect() == Effect.RESTORATION) {
            return retirement;
        }
        if (found.blob().isEmpty()) {
            retirement.succeedDeleted();
        }
        if (edit.effect() != Effect.PROPERTIES) {
            retirement.old.ifPresent(retirement::retire);
            retirement.blob = edit.blob().map(retirement::named);
        }
        return retirement;
    }

    /** What shall stand; empty after a deletion. */
    Optional<Blob> blob() {
        return blob;
    }

    /** What the decision rests on. */
    List<Check> checks() {
        return checks;
    }

    /** What is kept of the old. */
    List<Write> writes() {
        return writes;
    }

    /** What nothing will refer to any more. */
    List<Garbage> garbage() {
        return garbage;
    }

    /** A deleted blob of the same name can be brought back from now on as a snapshot. */
    private void succeedDeleted() {
        Optional<History.Past> base = history.base();
        if (base.isEmpty()) {
            checks.add(new Check.Absent(history.key(PastBlob.BASE_AT)));
            return;
        }
        PastBlob past = base.get().blob();
        PastBlob.Deletion deletion = past.deletion().orElseThrow();
        checks.add(base.get().stored().unchanged());
        writes.add(new Write.Delete(base.get().stored().key()));
        Stamp at = history.free(deletion.at());
        keepDeleted(at, past.as(PastBlob.Kind.SNAPSHOT), deletion);
        given = at.ticks();
    }

    private void keepDeleted(Stamp at, PastBlob past, PastBlob.Deletion deletion) {
        checks.add(new Check.Absent(history.key(at)));
        writes.add(history.put(at, past));
        writes.add(history.expiry(at, deletion));
    }

    /** Looks after the old state. */
    private void retire(Blob was) {
        if (settings.versioning() || was.traits().version().isPresent()) {
            keepVersion(was);
        } else if (edit.effect() == Effect.METADATA) {
            return;
        } else if (settings.deleteDays() > 0) {
            boolean deleted = edit.blob().isEmpty();
            var deletion = new PastBlob.Deletion(now, settings.deleteDays());
            keepDeleted(
                    deleted ? PastBlob.BASE_AT : history.free(now),
                    new PastBlob(
                            deleted ? PastBlob.Kind.BASE : PastBlob.Kind.SNAPSHOT,
                            Optional.of(deletion),
                            unleased(was)),
                    deletion);
        } else {
            Garbage.of(was.content()).ifPresent(garbage::add);
        }
    }

    /** One written before versions were kept is named by its last change. */
    private void keepVersion(Blob was) {
        Stamp id = was.traits().version().orElseGet(() -> history.free(was.modified()));
        Version kept = keptVersion(history, was, id, edit.effect() == Effect.METADATA);
        checks.add(kept.check());
        writes.addAll(kept.writes());
        given = id.ticks();
    }

    /** What makes an earlier version. */
    record Version(Check check, List<Write> writes) {}

    /**
     * Keeps a blob as a version.
     *
     * @param shared whether its content stays the current one, too
     */
    static Version keptVersion(History history, Blob was, Stamp id, boolean shared) {
        Blob named = unleased(was.withTraits(was.traits().withVersion(Optional.of(id))));
        List<Write> writes = new ArrayList<>();
        writes.add(history.put(id, new PastBlob(PastBlob.Kind.VERSION, Optional.empty(), named)));
        if (shared) {
            was.content()
                    .id()
                    .map(id2 -> References.add(history.found().target().account(), id2, 1))
                    .ifPresent(writes::add);
        }
        return new Version(new Check.Absent(history.key(id)), writes);
    }

    /** The new state as a version, or as none: then the earlier ones stay. */
    private Blob named(Blob fresh) {
        if (!settings.versioning()) {
            return fresh.withTraits(fresh.traits().withVersion(Optional.empty()));
        }
        Stamp id = history.free(new Stamp(Math.max(fresh.modified().ticks(), given + 1)));
        checks.add(new Check.Absent(history.key(id)));
        return fresh.withTraits(fresh.traits().withVersion(Optional.of(id)));
    }

    private static Blob unleased(Blob blob) {
        return blob.withTraits(blob.traits().withLease(Optional.empty()));
    }
}
