package fr.bleu.storage;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The optional end of a record: sections of {@code number(1) ‖ length(4) ‖ bytes}, each with a
 * format byte of its own, so that a record holds only what it has, and records written before a
 * section existed are read as they are.
 */
final class Sections {
    private final Map<Integer, byte[]> byNumber;

    private Sections(Map<Integer, byte[]> byNumber) {
        this.byNumber = byNumber;
    }

    /** Appends one section. */
    static void write(Encoder out, int number, Encoder section) {
        out.int8(number).bytes(section.done());
    }

    /** Appends a section that says something by being there. */
    static void mark(Encoder out, int number, boolean present) {
        if (present) {
            write(out, number, new Encoder(1));
        }
    }

    /**
     * Reads to the end of a record.
     *
     * @param last the highest number that this version knows
     * @throws IllegalStateException for a section that a later version wrote: what it means must
     *     not be passed over
     */
    static Sections read(Decoder in, int last) {
        Map<Integer, byte[]> found = new HashMap<>();
        while (in.hasMore()) {
            int number = in.int8();
            if (number < 1 || number > last) {
                throw new IllegalStateException("a record has an unknown section " + number);
            }
            found.put(number, in.bytes());
        }
        return new Sections(found);
    }

    boolean has(int number) {
        return byNumber.containsKey(number);
    }

    <T> Optional<T> find(int number, Function<Decoder, T> decode) {
        return Optional.ofNullable(byNumber.get(number)).map(Decoder::new).map(decode);
    }
}
