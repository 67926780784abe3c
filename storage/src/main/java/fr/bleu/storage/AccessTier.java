package fr.bleu.storage;

import java.util.Locale;
import java.util.Optional;

/**
 * The tier that a blob was given, and since when. Data lies in the same place in every tier; what
 * Azure does to archived data is kept: it cannot be read until it was rehydrated.
 *
 * @param tier where it is
 * @param since when it came there
 * @param rehydration how an archived blob comes back, if it was asked to
 */
public record AccessTier(Tier tier, Stamp since, Optional<Rehydration> rehydration) {

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

    /** How urgently an archived blob is wanted. */
    public enum Priority {
        STANDARD("Standard", 60),
        HIGH("High", 10);

        private final String text;
        private final int seconds;

        Priority(String text, int seconds) {
            this.text = text;
            this.seconds = seconds;
        }

        /** As headers and lists name it. */
        public String text() {
            return text;
        }

        /** How long rehydration takes here, in seconds; Azure's takes hours. */
        public int seconds() {
            return seconds;
        }

        /** The priority of a name, compared without case. */
        public static Optional<Priority> of(String text) {
            for (Priority priority : values()) {
                if (priority.text.equalsIgnoreCase(text)) {
                    return Optional.of(priority);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * The way back from the archive. It ends by itself, without a write.
     *
     * @param to Hot, Cool or Cold
     * @param ends when the blob is there
     */
    public record Rehydration(Tier to, Priority priority, Stamp ends) {

        /** As {@code x-ms-archive-status} tells it. */
        public String status() {
            return "rehydrate-pending-to-" + to.text().toLowerCase(Locale.ROOT);
        }
    }

    static AccessTier set(Tier tier, Stamp now) {
        return new AccessTier(tier, now, Optional.empty());
    }

    /** How it stands at one moment. */
    public AccessTier at(Stamp now) {
        return rehydration
                .filter(it -> it.ends().compareTo(now) <= 0)
                .map(it -> set(it.to(), it.ends()))
                .orElse(this);
    }

    Encoder encode() {
        Encoder out = new Encoder(48).text(tier.text()).int64(since.ticks());
        out.text(rehydration.map(it -> it.to().text()).orElse(""));
        rehydration.ifPresent(it -> out.text(it.priority().text()).int64(it.ends().ticks()));
        return out;
    }

    static AccessTier decode(Decoder in) {
        Tier tier = Tier.of(in.text()).orElseThrow();
        Stamp since = new Stamp(in.int64());
        Optional<Tier> to = Tier.of(in.text());
        return new AccessTier(tier, since, to.map(it -> rehydration(it, in)));
    }

    private static Rehydration rehydration(Tier to, Decoder in) {
        return new Rehydration(to, Priority.of(in.text()).orElseThrow(), new Stamp(in.int64()));
    }
}
