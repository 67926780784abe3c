package fr.bleu.identity;

/** The directory cannot do what was asked. */
public final class DirectoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What stands in the way. */
    public enum Kind {
        /** There is no such object. */
        NOT_FOUND,
        /** What is to be made exists already. */
        EXISTS,
        /** A value is not acceptable. */
        INVALID,
        /** The tenant or the object has as many as it may have. */
        TOO_MANY
    }

    private final Kind kind;

    /**
     * @param message what the caller is told
     */
    public DirectoryException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    /** What stands in the way. */
    public Kind kind() {
        return kind;
    }
}
