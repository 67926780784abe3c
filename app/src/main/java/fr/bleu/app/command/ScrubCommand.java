package fr.bleu.app.command;

import fr.bleu.app.Arguments;
import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.control.ControlClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * {@code bleu scrub [status]}: verifies everything that is stored, in the background. What is
 * damaged is shown by opaque ids; the tenant's ledger names the object.
 */
public final class ScrubCommand {

    private ScrubCommand() {}

    /** Runs the command; exits 1 when damage was found. */
    public static int run(List<String> words) {
        Arguments arguments = Arguments.parse(words, Set.of("--data"), Set.of());
        Instance instance = Instance.load(arguments.data());
        if (arguments.rest().equals(List.of("status"))) {
            return status(ControlClient.ask(instance, "scrub-status", Map.of()));
        }
        if (!arguments.rest().isEmpty()) {
            throw new CommandFailure("usage: bleu scrub [status]");
        }
        boolean started =
                ControlClient.ask(instance, "scrub-start", Map.of()).path("started").asBoolean();
        System.out.println(
                started
                        ? "Scrubbing; ./bleu scrub status tells how far it is."
                        : "A scrub is under way already.");
        return 0;
    }

    private static int status(JsonNode status) {
        for (Map.Entry<String, JsonNode> field : status.properties()) {
            if (!field.getValue().isArray()) {
                System.out.printf("%-20s %s%n", field.getKey(), field.getValue().asString());
            }
        }
        for (JsonNode damage : status.path("damages")) {
            System.out.println("damaged: " + damage.asString());
        }
        return status.path("damaged").asLong() == 0 ? 0 : 1;
    }
}
