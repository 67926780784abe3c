package fr.bleu.extents;

import fr.bleu.store.Check;

/**
 * What keeps every extent that was committed before it: while it holds, no change that deletes one
 * commits.
 *
 * @param check holds while nobody has taken the pin away, as others do once its writer's epoch is
 *     closed
 */
public record Pin(Check.Version check) {}
