/**
 * Backup of a running cloud and restoring it on an empty machine (decision 0029).
 *
 * <p>A backup folder holds {@code chunks/} of rows, {@code extents/} in packs, {@code backups/},
 * one manifest each, and {@code latest}, what the next backup need not copy. All of it is
 * ciphertext or sealed. What opens a backup lies apart, in its keys file.
 */
package fr.bleu.app.backup;
