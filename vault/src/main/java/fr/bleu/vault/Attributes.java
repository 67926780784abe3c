package fr.bleu.vault;

import java.util.Optional;

/**
 * A secret version's attributes. The times inform clients; Azure does not enforce them either.
 *
 * @param enabled a disabled version cannot be read
 * @param notBefore Unix seconds
 * @param expires Unix seconds
 */
public record Attributes(boolean enabled, Optional<Long> notBefore, Optional<Long> expires) {}
