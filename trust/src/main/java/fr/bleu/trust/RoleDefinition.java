package fr.bleu.trust;

import java.util.List;
import java.util.UUID;

/**
 * What a role permits: Azure's four lists, in which {@code *} stands for any characters and case
 * does not count.
 *
 * @param id the role's GUID, the same in every Azure cloud
 * @param name what people call it
 * @see <a href="https://learn.microsoft.com/azure/role-based-access-control/role-definitions">role
 *     definitions</a>
 */
public record RoleDefinition(
        UUID id,
        String name,
        String description,
        List<String> actions,
        List<String> notActions,
        List<String> dataActions,
        List<String> notDataActions) {

    public RoleDefinition {
        actions = List.copyOf(actions);
        notActions = List.copyOf(notActions);
        dataActions = List.copyOf(dataActions);
        notDataActions = List.copyOf(notDataActions);
    }

    /** Whether the role permits the action; what it subtracts is no refusal for other roles. */
    public boolean permits(Action action) {
        return switch (action.plane()) {
            case CONTROL -> matches(actions, action) && !matches(notActions, action);
            case DATA -> matches(dataActions, action) && !matches(notDataActions, action);
        };
    }

    private static boolean matches(List<String> patterns, Action action) {
        for (String pattern : patterns) {
            if (Wildcard.matches(pattern, action.name())) {
                return true;
            }
        }
        return false;
    }
}
