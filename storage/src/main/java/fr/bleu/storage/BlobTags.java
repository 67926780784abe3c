package fr.bleu.storage;

import fr.bleu.store.Reads;
import fr.bleu.trust.Permit;
import java.time.InstantSource;
import java.util.Map;

/** Get and Set Blob Tags. Tags are apart from the blob: neither its ETag nor its time changes. */
public final class BlobTags {
    private final Reads reads;
    private final BlobCommits commits;
    private final StateChanges changes;
    private final InstantSource clock;

    BlobTags(Reads reads, BlobCommits commits, StateChanges changes, InstantSource clock) {
        this.reads = reads;
        this.commits = commits;
        this.changes = changes;
        this.clock = clock;
    }

    /** The tags of the blob, or of what it was, sorted by name. */
    public Map<String, String> get(Permit permit, Moment moment, Conditions conditions) {
        FoundBlob found = commits.find(BlobTarget.of(permit));
        Tree.requireFlat(found.container());
        Blob blob = new History(reads, found).blob(moment);
        conditions.forRead(blob, Stamp.now(clock));
        return blob.traits().tags();
    }

    /** Replaces the tags of the blob, or of what it was, which no search finds. */
    public Changed<Blob> set(
            Permit permit, Moment moment, Map<String, String> tags, Conditions conditions) {
        Map<String, String> checked = Tags.checked(tags);
        return changes.make(
                permit,
                moment,
                new StateChanges.Change(
                        Tree::requireFlat,
                        blob -> conditions.forEdit(blob, Stamp.now(clock)),
                        old -> old.withTraits(old.traits().withTags(checked))));
    }
}
