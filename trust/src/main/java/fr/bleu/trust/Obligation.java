package fr.bleu.trust;

/** What a service must hold to when it acts on a permit. */
public enum Obligation {
    /** Nothing may be overwritten: the write checks that there is no such record. */
    CREATE_ONLY
}
