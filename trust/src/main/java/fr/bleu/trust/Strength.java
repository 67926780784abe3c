package fr.bleu.trust;

/** How a principal signed in. */
public enum Strength {
    SECRET,
    CERTIFICATE
}
