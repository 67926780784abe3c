package fr.bleu.identity;

import fr.bleu.trust.Receipt;

/** What a change made, and its receipt. */
public record Written<T>(T value, Receipt receipt) {}
