package fr.bleu.identity;

import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Random and written ids. */
final class Ids {
    private Ids() {}

    /** A version 4 UUID (RFC 9562, 5.4) from the injected randomness. */
    static UUID random(RandomGenerator random) {
        long high = (random.nextLong() & ~0xf000L) | 0x4000L;
        long low = (random.nextLong() >>> 2) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    /** A UUID in its one full form of 36 characters; {@link UUID#fromString} takes shorter ones. */
    static Optional<UUID> parse(String text) {
        if (text.length() != 36) {
            return Optional.empty();
        }
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
