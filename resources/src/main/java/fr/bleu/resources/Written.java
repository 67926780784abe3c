package fr.bleu.resources;

import fr.bleu.trust.Receipt;

/** Something as it was written, whether it is new, and the receipt. */
public record Written<T>(T value, boolean created, Receipt receipt) {}
