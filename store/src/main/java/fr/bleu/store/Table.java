package fr.bleu.store;

/**
 * A table: a one-byte number in every key. Each module declares its own as constants; a test in
 * {@code app} holds the numbers apart.
 *
 * <p>Ranges: 1–15 store, 16–31 keys, 32–47 extents, 48–79 trust, 80–95 http, 96–127 identity,
 * 128–159 resources, 160–207 storage, 208–223 vault, 224–239 app (as unsigned bytes).
 *
 * @param id the number, as an unsigned byte; never reused
 * @param name what operators and messages call it
 */
public record Table(byte id, String name) {

    /** A table by its unsigned number, 1 to 255. */
    public static Table of(int number, String name) {
        if (number < 1 || number > 255) {
            throw new IllegalArgumentException("table number " + number);
        }
        return new Table((byte) number, name);
    }
}
