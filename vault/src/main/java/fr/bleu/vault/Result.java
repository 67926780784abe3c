package fr.bleu.vault;

import fr.bleu.trust.Receipt;

/**
 * What an operation gives, and the receipt of its ledger entry.
 *
 * @param value a secret's version, a deleted secret or a page of them
 */
public record Result<T>(T value, Receipt receipt) {}
