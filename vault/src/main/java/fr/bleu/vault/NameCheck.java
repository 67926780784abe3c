package fr.bleu.vault;

import fr.bleu.http.Json;
import fr.bleu.resources.ResourceType;
import fr.bleu.resources.SubscriptionAction;
import fr.bleu.trust.Action;
import fr.bleu.trust.Names;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code checkNameAvailability} of vaults.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/keyvault/keyvault/vaults/check-name-availability">
 *     Check Name Availability</a>
 */
final class NameCheck {

    private NameCheck() {}

    static SubscriptionAction action(Names names, ResourceType type) {
        return new SubscriptionAction(
                "checkNameAvailability",
                Action.read("Microsoft.KeyVault/checkNameAvailability/read"),
                (_, _, content) ->
                        Json.answer(200, result(names, type, content.path("name").asString(""))));
    }

    private static ObjectNode result(Names names, ResourceType type, String name) {
        ObjectNode result = Json.object();
        boolean valid = type.nameRule().matcher(name).matches();
        boolean free = valid && names.find(VaultDirectory.NAME_KIND, name).isEmpty();
        result.put("nameAvailable", free);
        if (!free) {
            result.put("reason", valid ? "AlreadyExists" : "AccountNameInvalid");
            result.put(
                    "message",
                    valid ? "The name '" + name + "' is already in use." : type.nameRuleText());
        }
        return result;
    }
}
