package fr.bleu.vault;

import java.time.Instant;

/**
 * A soft deletion, in whole seconds, as answers show them.
 *
 * @param purgeAt when it becomes final: from then on the secret is gone
 */
public record Deletion(Instant deletedAt, Instant purgeAt) {}
