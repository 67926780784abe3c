package fr.bleu.storage;

import fr.bleu.trust.Receipt;

/**
 * A committed change.
 *
 * @param value what stands now (for a deletion: what stood)
 * @param receipt what the answer's {@code bleu-receipt} header carries
 */
public record Changed<T>(T value, Receipt receipt) {}
