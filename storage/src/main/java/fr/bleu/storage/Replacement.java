package fr.bleu.storage;

import java.time.InstantSource;
import java.util.Optional;

/** A blob whose content replaces what is there, if anything is. */
final class Replacement {
    private Replacement() {}

    /** Name, creation and lease stay; all else is new. */
    static Blob of(
            FoundBlob found,
            ContentHeaders headers,
            Metadata metadata,
            Content content,
            InstantSource clock) {
        Optional<Blob> old = found.blob();
        Stamp modified =
                old.map(blob -> Stamp.after(blob.modified(), clock))
                        .orElseGet(() -> Stamp.now(clock));
        return new Blob(
                old.map(Blob::created).orElse(modified),
                modified,
                headers,
                metadata,
                content,
                Traits.NONE.withLease(old.flatMap(blob -> blob.traits().lease())));
    }
}
