package fr.bleu.vault;

/** A deleted secret that can be recovered: its current version and its times. */
public record DeletedSecret(Version version, Deletion deletion) {}
