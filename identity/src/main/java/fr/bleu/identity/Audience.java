package fr.bleu.identity;

/**
 * A service that access tokens are made for. A token names exactly one, and only that service's
 * apis take it.
 */
public enum Audience {
    /** The Resource Manager. */
    MANAGEMENT,
    /** The directory's Graph api. */
    GRAPH,
    /** The storage services. */
    STORAGE,
    /** The vaults. */
    VAULT
}
