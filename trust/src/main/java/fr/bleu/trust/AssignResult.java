package fr.bleu.trust;

import java.util.UUID;

/** What became of {@link RoleAssignments#assign}. */
public sealed interface AssignResult {

    /** Assigned. */
    record Assigned(RoleAssignment assignment, CommitResult.Committed committed)
            implements AssignResult {}

    /** An assignment of this name exists and says the same; nothing was written. */
    record Same(RoleAssignment assignment) implements AssignResult {}

    /** The principal has this role at this scope already: {@code RoleAssignmentExists}. */
    record Exists(UUID existing) implements AssignResult {}

    /** The name is taken by another assignment: {@code RoleAssignmentUpdateNotPermitted}. */
    record NameTaken() implements AssignResult {}

    /** There is no such role: {@code RoleDefinitionDoesNotExist}. */
    record UnknownRole() implements AssignResult {}

    /** The tenant has its 4,000 assignments: {@code RoleAssignmentLimitExceeded}. */
    record TooMany() implements AssignResult {}
}
