package fr.bleu.vault;

/** What a vault refuses, and why; the api words it. */
public final class VaultFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Kinds of refusal. */
    public enum Kind {
        /** No such secret, version or deleted secret. */
        NOT_FOUND,
        /** The name is taken by a deleted secret that can be recovered. */
        DELETED_BUT_RECOVERABLE,
        /** The version is disabled. */
        DISABLED,
        /** Purge protection forbids to cut the retention short. */
        PURGE_PROTECTED,
        /** Too many versions or secrets. */
        LIMIT
    }

    private final Kind kind;

    VaultFailure(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
