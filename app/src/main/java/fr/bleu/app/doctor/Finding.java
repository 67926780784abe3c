package fr.bleu.app.doctor;

/**
 * Something that the operator should know.
 *
 * @param weight whether it is wrong
 * @param what one line
 * @param remedy one line: what to do about it
 */
public record Finding(Weight weight, String what, String remedy) {

    /** How much it matters. */
    public enum Weight {
        /** It does not work, or will not for long. */
        WRONG,
        /** It may be as it is meant to be. */
        NOTE
    }

    static Finding wrong(String what, String remedy) {
        return new Finding(Weight.WRONG, what, remedy);
    }

    static Finding note(String what, String remedy) {
        return new Finding(Weight.NOTE, what, remedy);
    }
}
