package fr.bleu.vault;

import fr.bleu.http.Failure;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a body's {@code properties} by type. What is absent or null is empty; another type than
 * asked for is 400 {@code BadRequest}.
 */
record PropertyReader(ObjectNode given) {

    Optional<JsonNode> any(String name) {
        return Optional.ofNullable(given.get(name)).filter(node -> !node.isNull());
    }

    Optional<Boolean> flag(String name) {
        return any(name)
                .map(
                        node -> {
                            refuseIf(!node.isBoolean(), name, "must be true or false");
                            return node.asBoolean();
                        });
    }

    Optional<Integer> number(String name) {
        return any(name)
                .map(
                        node -> {
                            boolean number = node.isIntegralNumber() && node.canConvertToInt();
                            refuseIf(!number, name, "must be a number");
                            return node.asInt();
                        });
    }

    Optional<String> text(String name) {
        return any(name)
                .map(
                        node -> {
                            refuseIf(!node.isString(), name, "must be a string");
                            return node.asString();
                        });
    }

    static void refuseIf(boolean wrong, String property, String why) {
        if (wrong) {
            throw new Failure(
                    400, "BadRequest", "The property 'properties." + property + "' " + why + ".");
        }
    }
}
