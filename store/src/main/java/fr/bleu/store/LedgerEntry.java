package fr.bleu.store;

/**
 * A committed ledger entry.
 *
 * @param index its place in the tree, from 0
 * @param leaf the leaf's bytes as {@code fr.bleu.ledger.Leaf} lays them out
 * @param sealed salt and entry, sealed; empty when dropped by age
 */
public record LedgerEntry(long index, byte[] leaf, byte[] sealed) {}
