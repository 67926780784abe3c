package fr.bleu.vault;

import fr.bleu.http.Json;
import fr.bleu.resources.ResourceType;
import fr.bleu.resources.SubscriptionAction;
import fr.bleu.trust.Action;
import fr.bleu.trust.Names;
import java.time.InstantSource;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code checkNameAvailability} of vaults.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/keyvault/keyvault/vaults/check-name-availability">
 *     Check Name Availability</a>
 */
final class NameCheck {

    private final VaultDirectory directory;
    private final Names names;
    private final InstantSource clock;

    NameCheck(VaultDirectory directory, Names names, InstantSource clock) {
        this.directory = directory;
        this.names = names;
        this.clock = clock;
    }

    SubscriptionAction action(ResourceType type) {
        return new SubscriptionAction(
                "checkNameAvailability",
                Action.read("Microsoft.KeyVault/checkNameAvailability/read"),
                (permit, _, content) ->
                        Json.answer(
                                200,
                                result(
                                        permit.target().tenant(),
                                        type,
                                        content.path("name").asString(""))));
    }

    private ObjectNode result(UUID tenant, ResourceType type, String name) {
        ObjectNode result = Json.object();
        boolean valid = type.nameRule().matcher(name).matches();
        boolean free = valid && isFree(tenant, name);
        result.put("nameAvailable", free);
        if (!free) {
            result.put("reason", valid ? "AlreadyExists" : "AccountNameInvalid");
            result.put(
                    "message",
                    valid ? "The name '" + name + "' is already in use." : type.nameRuleText());
        }
        return result;
    }

    /** Nobody has it, or the tenant itself had it for a vault whose time is over. */
    private boolean isFree(UUID tenant, String name) {
        return !names.isTaken(VaultDirectory.NAME_KIND, name)
                || directory
                        .stored(tenant, name)
                        .filter(it -> VaultRecord.decode(it.value()).gone(clock.instant()))
                        .isPresent();
    }
}
