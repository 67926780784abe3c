package fr.bleu.extents;

import java.util.UUID;

/**
 * A reference to an extent, as records keep it.
 *
 * @param id the writer's epoch (high 64 bits) and a number within it (low 64 bits)
 * @param length plaintext bytes
 * @param wrappedKey the extent's own key, sealed by its account's key
 */
public record Extent(UUID id, long length, byte[] wrappedKey) {

    /** {@code format(1) ‖ id(16) ‖ length(8) ‖ keyLength(2) ‖ wrappedKey}. */
    public byte[] encode() {
        throw new UnsupportedOperationException("being built");
    }

    /** Reads what {@link #encode} wrote. */
    public static Extent decode(byte[] bytes) {
        throw new UnsupportedOperationException("being built");
    }
}
