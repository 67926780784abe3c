package fr.bleu.storage;

import fr.bleu.store.Reads;
import fr.bleu.trust.Permit;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Put Blob of what begins without bytes: append and page blobs. */
final class Creation {
    private final Reads reads;
    private final BlobCommits commits;
    private final Blobs blobs;
    private final InstantSource clock;

    Creation(Reads reads, BlobCommits commits, Blobs blobs, InstantSource clock) {
        this.reads = reads;
        this.commits = commits;
        this.blobs = blobs;
        this.clock = clock;
    }

    /** Creates the blob, or replaces one of the same type. */
    Changed<Blob> create(
            Permit permit,
            ContentHeaders headers,
            Metadata metadata,
            PutOptions options,
            Content content,
            Conditions conditions) {
        return commits.put(
                permit,
                conditions,
                commits.find(BlobTarget.of(permit)),
                found -> {
                    requireType(found, content.type());
                    ContentKeys.Chosen chosen = blobs.choose(found, conditions.encryption());
                    Blob blob = Replacement.of(found, headers, metadata, content, clock);
                    return blobs.withoutSession(
                            found,
                            Optional.of(chosen.on(found, options.on(blob, clock))),
                            Retirement.Effect.CONTENT,
                            List.of(),
                            List.of());
                });
    }

    /** Uncommitted blocks alone are a block blob, too. */
    private void requireType(FoundBlob found, BlobType type) {
        type.requireIfThere(found);
        if (found.blob().isEmpty() && reads.get(found.sessionKey()).isPresent()) {
            throw StorageError.INVALID_BLOB_TYPE.failure();
        }
    }
}
