package fr.bleu.resources.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import fr.bleu.resources.Catalogue;
import fr.bleu.resources.ResourceHandler;
import fr.bleu.resources.ResourceType;
import fr.bleu.trust.BuiltInRoles;
import fr.bleu.trust.RoleDefinition;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Azure's built-in roles, at every scope. They are the same everywhere and tell nothing about a
 * tenant, so any principal may read them.
 */
final class RoleDefinitionRoutes {

    private static final String DEFINITIONS = "/providers/Microsoft.Authorization/roleDefinitions";
    private static final String WHY = "the built-in roles, the same for everybody";

    private final Catalogue catalogue;

    RoleDefinitionRoutes(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    void addTo(ArmRoutes routes) {
        String subscription = "/subscriptions/{subscription}";
        String group = subscription + "/resourceGroups/{group}";
        at(routes, "");
        at(routes, subscription);
        at(routes, group);
        for (ResourceHandler handler : catalogue.handlers()) {
            ResourceType type = handler.type();
            String one = group + "/providers/" + type.fullName() + "/{name}";
            at(routes, one);
            type.childScopes().forEach(child -> at(routes, one + "/" + child));
        }
    }

    private void at(ArmRoutes routes, String scope) {
        routes.authenticated("GET", scope + DEFINITIONS, WHY, this::list)
                .authenticated("GET", scope + DEFINITIONS + "/{role}", WHY, this::get);
    }

    private Answer list(Call call) {
        Predicate<RoleDefinition> wanted =
                Filter.of(call.request()).<RoleDefinition>test(RoleDefinitionRoutes::test);
        List<RoleDefinition> found = BuiltInRoles.all().stream().filter(wanted).toList();
        return Lists.all(found, it -> RoleJson.definition(call, it));
    }

    private Answer get(Call call) {
        UUID id =
                call.guid("role", "InvalidRoleDefinitionId", "The role definition ID is no GUID.");
        return BuiltInRoles.find(id)
                .map(it -> Json.answer(200, RoleJson.definition(call, it)))
                .orElseThrow(
                        () ->
                                new Failure(
                                        404,
                                        "RoleDefinitionDoesNotExist",
                                        "The specified role definition with ID '"
                                                + id.toString().replace("-", "")
                                                + "' does not exist."));
    }

    private static Optional<Predicate<RoleDefinition>> test(Filter.Term term) {
        return switch (term) {
            case Filter.Term.Function it
                    when it.name().equals("atscopeandbelow") || it.name().equals("atscope") ->
                    Optional.of(role -> true);
            case Filter.Term.Comparison it
                    when it.field().equals("rolename") && it.operator().equals("eq") ->
                    Optional.of(role -> role.name().equalsIgnoreCase(it.value()));
            case Filter.Term.Comparison it
                    when it.field().equals("type") && it.operator().equals("eq") ->
                    Optional.of(role -> it.value().equalsIgnoreCase("BuiltInRole"));
            default -> Optional.empty();
        };
    }
}
