/**
 * What every engine shares: how data is laid out as ordered bytes, how a batch of changes is
 * decided, and the ledger's tree. Nothing outside {@code fr.bleu.store} uses it.
 */
package fr.bleu.store.engine;
