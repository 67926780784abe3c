package fr.bleu.storage;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * What a request that writes a blob's content lays down beside it.
 *
 * @param tags index tags
 * @param tier absent: the account's default
 * @param immutability absent: the container's default, if it has one
 * @param legalHold whether the blob is held without an end
 */
public record PutOptions(
        Map<String, String> tags,
        Optional<AccessTier.Tier> tier,
        Optional<Immutability> immutability,
        boolean legalHold) {
    /** Nothing. */
    public static final PutOptions NONE =
            new PutOptions(Map.of(), Optional.empty(), Optional.empty(), false);

    /** The blob with all this. */
    Blob on(Blob blob, InstantSource clock) {
        return blob.withTraits(
                blob.traits()
                        .withTags(tags)
                        .withTier(tier.map(it -> AccessTier.set(it, Stamp.now(clock))))
                        .withImmutability(immutability)
                        .withLegalHold(legalHold));
    }
}
