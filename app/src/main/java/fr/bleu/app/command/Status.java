package fr.bleu.app.command;

import fr.bleu.app.Arguments;
import fr.bleu.app.Instance;
import fr.bleu.app.control.ControlClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** {@code bleu status}: whether the cloud runs, where, and how long its ledger is. */
public final class Status {

    private Status() {}

    /** Runs the command; a cloud that does not run is a failure. */
    public static int run(List<String> words) {
        Arguments arguments =
                Arguments.options(words, Set.of("--data"), Set.of(Arguments.DEVELOPMENT_STORAGE));
        JsonNode status = ControlClient.ask(Instance.load(arguments.data()), "status", Map.of());
        status.properties()
                .forEach(
                        field ->
                                System.out.printf(
                                        "%-14s %s%n", field.getKey(), field.getValue().asString()));
        return 0;
    }
}
