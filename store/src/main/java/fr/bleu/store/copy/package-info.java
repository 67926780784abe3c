/**
 * Copies whole stores: all rows of one moment, and loading them into an empty engine. For backup,
 * restore and migration, which {@code app} does; rows go past what they mean and past every check.
 */
package fr.bleu.store.copy;
