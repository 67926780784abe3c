package fr.bleu.storage;

/**
 * A time-based hold on one blob, snapshot or version.
 *
 * @param until until when it may be neither changed nor deleted
 * @param locked whether the time can only be lengthened
 */
public record Immutability(Stamp until, boolean locked) {

    Encoder encode() {
        return new Encoder(16).int64(until.ticks()).int8(locked ? 1 : 0);
    }

    static Immutability decode(Decoder in) {
        return new Immutability(new Stamp(in.int64()), in.int8() != 0);
    }
}
