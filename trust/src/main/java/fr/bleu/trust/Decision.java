package fr.bleu.trust;

/** The answer to «may they, here?». */
public sealed interface Decision permits Permit, Denial {}
