package fr.bleu.trust;

import java.time.Instant;
import java.util.UUID;

/**
 * A principal has a role at a scope and below it.
 *
 * @param id the assignment's name, a GUID that the client chose
 * @param principalType {@code ServicePrincipal}, {@code User} or {@code Group}
 * @param role the role definition's id
 * @param createdBy the object id of who assigned it, or {@code operator}
 */
public record RoleAssignment(
        UUID id,
        Scope scope,
        UUID principal,
        String principalType,
        UUID role,
        Instant createdOn,
        String createdBy) {

    /** Types of principals that ARM knows and Bleu has. */
    public static final String SERVICE_PRINCIPAL = "ServicePrincipal";
}
