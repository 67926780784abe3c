package fr.bleu.resources.api;

import fr.bleu.http.Failure;
import fr.bleu.http.Request;
import fr.bleu.trust.RoleAssignments.Reach;
import java.util.Optional;
import java.util.UUID;

/**
 * The filters of role assignment lists: {@code atScope()}, {@code principalId eq}, {@code
 * assignedTo()}. There are no groups yet, so the last two say the same.
 */
record RoleFilter(Reach reach, Optional<UUID> principal) {

    static RoleFilter of(Request request) {
        Reach reach = Reach.AT_ABOVE_AND_BELOW;
        Optional<UUID> principal = Optional.empty();
        for (Filter.Term term : Filter.of(request).terms()) {
            switch (term) {
                case Filter.Term.Function it when it.name().equals("atscope") ->
                        reach = Reach.AT_AND_ABOVE;
                case Filter.Term.Function it
                        when it.name().equals("assignedto") && it.arguments().size() == 1 ->
                        principal = Optional.of(id(it.arguments().getFirst()));
                case Filter.Term.Comparison it
                        when it.field().equals("principalid") && it.operator().equals("eq") ->
                        principal = Optional.of(id(it.value()));
                default -> throw Filter.unknown(term);
            }
        }
        return new RoleFilter(reach, principal);
    }

    private static UUID id(String text) {
        try {
            if (text.length() == 36) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            // Refused below, with the ids of another length.
        }
        throw new Failure(
                400, "InvalidFilterInQueryString", "The filter's principal id is not a GUID.");
    }
}
