package fr.bleu.vault;

import java.util.Optional;

/**
 * A secret as a list shows it.
 *
 * @param version the current one
 * @param deletion empty for a live secret
 */
public record Listed(Version version, Optional<Deletion> deletion) {}
