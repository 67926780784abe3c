package fr.bleu.storage;

import fr.bleu.extents.Extent;

/**
 * A block with its bytes.
 *
 * @param id as the client chose it
 */
public record Block(BlockId id, Extent extent) {

    /** Plaintext bytes. */
    public long length() {
        return extent.length();
    }
}
