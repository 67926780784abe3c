package fr.bleu.storage;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * What a request that writes a blob's content lays down beside it.
 *
 * @param tags index tags
 * @param tier absent: the account's default
 */
public record PutOptions(Map<String, String> tags, Optional<AccessTier.Tier> tier) {
    /** Nothing. */
    public static final PutOptions NONE = new PutOptions(Map.of(), Optional.empty());

    /** The blob with all this. */
    Blob on(Blob blob, InstantSource clock) {
        Traits traits = blob.traits().withTags(tags);
        return blob.withTraits(
                traits.withTier(tier.map(it -> AccessTier.set(it, Stamp.now(clock)))));
    }
}
