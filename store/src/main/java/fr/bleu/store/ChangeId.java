package fr.bleu.store;

import java.util.HexFormat;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The 128-bit id of a change: 48 bits of Unix milliseconds, then 80 random bits, so that ids sort
 * by age. It resolves an unknown outcome and finds a receipt's proof.
 */
public record ChangeId(UUID value) {

    /** A fresh id. */
    public static ChangeId random(long unixMillis, RandomGenerator random) {
        long high = (unixMillis << 16) | (random.nextLong() & 0xffff);
        return new ChangeId(new UUID(high, random.nextLong()));
    }

    /** The Unix milliseconds at which the id was made. */
    public long unixMillis() {
        return value.getMostSignificantBits() >>> 16;
    }

    /**
     * Parses 32 hexadecimal digits.
     *
     * @throws IllegalArgumentException when the text has another form
     */
    public static ChangeId parse(String hex) {
        if (hex.length() != 32) {
            throw new IllegalArgumentException("a change id has 32 hexadecimal digits");
        }
        return new ChangeId(
                new UUID(
                        HexFormat.fromHexDigitsToLong(hex, 0, 16),
                        HexFormat.fromHexDigitsToLong(hex, 16, 32)));
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(value.getMostSignificantBits())
                + HexFormat.of().toHexDigits(value.getLeastSignificantBits());
    }
}
