package fr.bleu.identity;

import java.time.Instant;
import java.util.UUID;

/**
 * A tenant.
 *
 * @param displayName at most 256 characters
 * @param home whether it is the platform's home tenant, made at the first start
 */
public record Tenant(UUID id, String displayName, boolean home, Instant created) {}
