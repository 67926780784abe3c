package fr.bleu.storage;

/**
 * A snapshot or version that comes or goes by itself, for those who are told of it.
 *
 * @param at its name
 * @param blob what it is
 */
record PastChange(What what, PastBlob.Kind kind, Stamp at, Blob blob) {

    /** What happens to it. */
    enum What {
        TAKEN,
        DELETED,
        /** Deleted, and kept for a while. */
        SOFT_DELETED,
        RESTORED
    }
}
