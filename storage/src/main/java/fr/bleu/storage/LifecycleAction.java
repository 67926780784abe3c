package fr.bleu.storage;

import java.util.OptionalInt;

/**
 * One action of a rule, and when it is due.
 *
 * @param age what the days are counted from
 * @param days more than so many days of 24 hours
 * @param daysAfterTierChange and more than so many since the tier was changed, if that matters
 */
public record LifecycleAction(Deed deed, Age age, int days, OptionalInt daysAfterTierChange) {

    /** What is done, the cheapest last: of several that are due the last one wins. */
    public enum Deed {
        COOL,
        COLD,
        ARCHIVE,
        DELETE;

        /** Where a blob is moved to; not for {@link #DELETE}. */
        AccessTier.Tier tier() {
            return switch (this) {
                case COOL -> AccessTier.Tier.COOL;
                case COLD -> AccessTier.Tier.COLD;
                case ARCHIVE -> AccessTier.Tier.ARCHIVE;
                case DELETE -> throw new IllegalStateException("deleting is no tier");
            };
        }
    }

    /** What an age is counted from. */
    public enum Age {
        /** The last change, for current blobs. */
        MODIFICATION,
        /** For a snapshot when it was taken, for a version when it was written. */
        CREATION
    }

    /** Whether its time has come for a state of a blob. */
    boolean isDue(LifecycleSubject subject, Stamp now) {
        Stamp from =
                switch (age) {
                    case MODIFICATION -> subject.blob().modified();
                    case CREATION -> subject.created();
                };
        return isOver(from, days, now)
                && (daysAfterTierChange.isEmpty()
                        || subject.tierSince(now)
                                .map(since -> isOver(since, daysAfterTierChange.getAsInt(), now))
                                .orElse(true));
    }

    private static boolean isOver(Stamp from, int days, Stamp now) {
        return from.plusDays(days).compareTo(now) < 0;
    }

    void encode(Encoder out) {
        out.int8(deed.ordinal()).int8(age.ordinal()).int32(days);
        out.int32(daysAfterTierChange.orElse(-1));
    }

    static LifecycleAction decode(Decoder in) {
        Deed deed = Deed.values()[in.int8()];
        Age age = Age.values()[in.int8()];
        int days = in.int32();
        int tierDays = in.int32();
        return new LifecycleAction(
                deed, age, days, tierDays < 0 ? OptionalInt.empty() : OptionalInt.of(tierDays));
    }
}
