package fr.bleu.storage;

/**
 * One of a container's legal holds.
 *
 * @param tag its name
 * @param since when it was set
 * @param by the object id of whoever set it; empty if it was no principal
 */
public record LegalHold(String tag, Stamp since, String by) {}
