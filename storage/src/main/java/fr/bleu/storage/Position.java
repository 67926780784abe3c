package fr.bleu.storage;

/**
 * A place in a list: a name, and a time among what that name was.
 *
 * @param at 0 for all that the name was and is, {@link Long#MAX_VALUE} for what it is
 */
public record Position(String name, long at) {
    /** The beginning. */
    public static final Position FIRST = new Position("", 0);

    /** Before all that has this name, or begins with it. */
    public static Position before(String name) {
        return new Position(name, 0);
    }

    /** At what a name is now. */
    static Position of(String name) {
        return new Position(name, Long.MAX_VALUE);
    }
}
