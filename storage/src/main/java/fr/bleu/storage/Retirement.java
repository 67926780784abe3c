package fr.bleu.storage;

import fr.bleu.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a blob as it was when it changes: an earlier version, a deleted blob or snapshot
 * that is kept for a while, or garbage. Belongs to the commit that changes it.
 *
 * @param blob what shall stand; empty after a deletion
 * @param writes what is kept of the old
 * @param garbage what nothing will refer to any more
 * @see <a
 *     href="https://learn.microsoft.com/azure/storage/blobs/versioning-overview#how-versioning-works">How
 *     blob versioning works</a>
 */
record Retirement(Optional<Blob> blob, List<Write> writes, List<Garbage> garbage) {

    /** How a change bears on what was there. */
    enum Effect {
        /** The content is replaced. */
        CONTENT,
        /** The metadata is replaced, the content stays. */
        METADATA,
        /** Neither: headers, tier, lease, tags, copies' progress, appended bytes, pages. */
        PROPERTIES,
        /** The blob is deleted. */
        DELETION
    }

    /**
     * Decides.
     *
     * @param now the moment of a deletion
     */
    static Retirement of(
            BlobCommits.Found found, BlobCommits.Edit edit, ServiceSettings settings, Stamp now) {
        Optional<Blob> old = found.blob();
        boolean versions = settings.versioning() && edit.effect() != Effect.PROPERTIES;
        Optional<Blob> blob = edit.blob().map(fresh -> versions ? versioned(fresh) : fresh);
        if (old.isEmpty() || edit.effect() == Effect.PROPERTIES) {
            return new Retirement(blob, List.of(), List.of());
        }
        if (settings.versioning()) {
            return new Retirement(
                    blob, version(found, old.get(), edit.effect()), List.of());
        }
        if (edit.effect() == Effect.METADATA) {
            return new Retirement(blob, List.of(), List.of());
        }
        if (settings.deleteDays() > 0) {
            return new Retirement(
                    blob, deleted(found, old.get(), edit.effect(), settings, now), List.of());
        }
        return new Retirement(
                blob, List.of(), Garbage.of(old.get().content()).stream().toList());
    }

    private static Blob versioned(Blob fresh) {
        return fresh.withTraits(fresh.traits().withVersion(Optional.of(fresh.modified())));
    }

    /** The old state as a version; one written before versions were kept is named by its change. */
    private static List<Write> version(BlobCommits.Found found, Blob old, Effect effect) {
        Stamp id = old.traits().version().orElse(old.modified());
        List<Write> writes = new ArrayList<>();
        writes.add(put(found, id, PastBlob.Kind.VERSION, Optional.empty(), named(old, id)));
        if (effect == Effect.METADATA) {
            old.content()
                    .id()
                    .map(content -> References.add(found.target().account(), content, 1))
                    .ifPresent(writes::add);
        }
        return writes;
    }

    private static Blob named(Blob old, Stamp version) {
        return old.withTraits(
                old.traits().withVersion(Optional.of(version)).withLease(Optional.empty()));
    }

    private static List<Write> deleted(
            BlobCommits.Found found,
            Blob old,
            Effect effect,
            ServiceSettings settings,
            Stamp now) {
        PastBlob.Kind kind =
                effect == Effect.DELETION ? PastBlob.Kind.BASE : PastBlob.Kind.SNAPSHOT;
        PastBlob.Deletion deletion = new PastBlob.Deletion(now, settings.deleteDays());
        Blob kept = old.withTraits(old.traits().withLease(Optional.empty()));
        return List.of(put(found, old.modified(), kind, Optional.of(deletion), kept));
    }

    private static Write.Put put(
            BlobCommits.Found found,
            Stamp at,
            PastBlob.Kind kind,
            Optional<PastBlob.Deletion> deletion,
            Blob blob) {
        BlobTarget target = found.target();
        return new Write.Put(
                PastBlob.key(
                        target.account(), found.container().incarnation(), target.name(), at),
                new PastBlob(kind, deletion, blob).encode());
    }
}
