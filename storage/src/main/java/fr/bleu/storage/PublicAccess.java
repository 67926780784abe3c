package fr.bleu.storage;

/** What of a container everybody may read. */
public enum PublicAccess {
    /** Nothing. */
    NONE,
    /** Its blobs, by their names. */
    BLOB,
    /** The container and its list of blobs too. */
    CONTAINER
}
