package fr.bleu.storage;

import java.util.Optional;

/**
 * The tier that a blob was given, and since when.
 *
 * @param tier where it is
 * @param since when it was last set
 * @param rehydrating the tier that an archived blob is on its way to
 */
public record AccessTier(Tier tier, Stamp since, Optional<Tier> rehydrating) {

    /** The tiers of block blobs, by the names of the protocol. */
    public enum Tier {
        HOT("Hot"),
        COOL("Cool"),
        COLD("Cold"),
        ARCHIVE("Archive");

        private final String text;

        Tier(String text) {
            this.text = text;
        }

        /** As headers and lists name it. */
        public String text() {
            return text;
        }

        /** The tier of a name, compared without case. */
        public static Optional<Tier> of(String text) {
            for (Tier tier : values()) {
                if (tier.text.equalsIgnoreCase(text)) {
                    return Optional.of(tier);
                }
            }
            return Optional.empty();
        }
    }

    Encoder encode() {
        return new Encoder(16)
                .text(tier.text())
                .int64(since.ticks())
                .text(rehydrating.map(Tier::text).orElse(""));
    }

    static AccessTier decode(Decoder in) {
        Tier tier = Tier.of(in.text()).orElseThrow();
        return new AccessTier(tier, new Stamp(in.int64()), Tier.of(in.text()));
    }
}
