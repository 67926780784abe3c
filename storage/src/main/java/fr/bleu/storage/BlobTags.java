package fr.bleu.storage;

import fr.bleu.store.Reads;
import fr.bleu.trust.Permit;
import java.time.InstantSource;
import java.util.Map;

/** Get and Set Blob Tags. Tags are apart from the blob: neither its ETag nor its time changes. */
public final class BlobTags {
    private final Reads reads;
    private final BlobCommits commits;
    private final InstantSource clock;

    BlobTags(Reads reads, BlobCommits commits, InstantSource clock) {
        this.reads = reads;
        this.commits = commits;
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

    /** Replaces the blob's tags. */
    public Changed<Blob> set(Permit permit, Map<String, String> tags, Conditions conditions) {
        Map<String, String> checked = Tags.checked(tags);
        return commits.change(
                permit,
                conditions,
                (found, old) -> {
                    Tree.requireFlat(found.container());
                    return BlobEdit.of(
                            old.withTraits(old.traits().withTags(checked)),
                            Retirement.Effect.PROPERTIES);
                });
    }
}
