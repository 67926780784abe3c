package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A decided change.
 *
 * @param blob what shall stand; empty deletes
 * @param effect how it bears on what is there, whose old content is looked after
 * @param checks what else must still hold
 * @param writes what else is written
 * @param garbage what else nothing will refer to any more
 * @param past snapshots and versions that come or go with it, beside what becomes of the blob
 */
record BlobEdit(
        Optional<Blob> blob,
        Retirement.Effect effect,
        List<Check> checks,
        List<Write> writes,
        List<Garbage> garbage,
        List<PastChange> past) {

    BlobEdit(
            Optional<Blob> blob,
            Retirement.Effect effect,
            List<Check> checks,
            List<Write> writes,
            List<Garbage> garbage) {
        this(blob, effect, checks, writes, garbage, List.of());
    }

    BlobEdit withBlob(UnaryOperator<Blob> change) {
        return new BlobEdit(blob.map(change), effect, checks, writes, garbage, past);
    }

    BlobEdit withPast(List<PastChange> other) {
        return new BlobEdit(blob, effect, checks, writes, garbage, other);
    }

    /** An edit that writes nothing but the blob. */
    static BlobEdit of(Blob blob, Retirement.Effect effect) {
        return new BlobEdit(Optional.of(blob), effect, List.of(), List.of(), List.of());
    }

    /** With more garbage. */
    BlobEdit with(List<Garbage> more) {
        List<Garbage> all = new ArrayList<>(garbage);
        all.addAll(more);
        return new BlobEdit(blob, effect, checks, writes, all, past);
    }
}
