package fr.bleu.storage;

import java.util.Optional;

/**
 * A time-based hold on one blob, snapshot or version.
 *
 * @param until until when it may be neither changed nor deleted
 * @param locked whether the time can only be lengthened
 */
public record Immutability(Stamp until, boolean locked) {
    /** The longest hold, in days: 400 years. */
    public static final int MAX_DAYS = 146_000;

    boolean isActive(Stamp now) {
        return until.compareTo(now) > 0;
    }

    /** Whether another hold, or none, may take this one's place. */
    boolean allows(Optional<Immutability> other) {
        return !locked
                || other.filter(it -> it.locked() && it.until().compareTo(until) >= 0).isPresent();
    }

    /** {@code Locked} or {@code Unlocked}, as headers and lists name it. */
    public String mode() {
        return locked ? "Locked" : "Unlocked";
    }

    Encoder encode() {
        return new Encoder(16).int64(until.ticks()).int8(locked ? 1 : 0);
    }

    static Immutability decode(Decoder in) {
        return new Immutability(new Stamp(in.int64()), in.int8() != 0);
    }
}
