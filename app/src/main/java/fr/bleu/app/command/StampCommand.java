package fr.bleu.app.command;

import fr.bleu.app.Arguments;
import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.control.ControlClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * {@code bleu stamp names FILE | learn FILE | list | forget NAME}: which names the platform's other
 * stamps have. Files are all that goes between stamps.
 */
public final class StampCommand {

    private StampCommand() {}

    /** Runs the command at the running node, which enters it in the ledger. */
    public static int run(List<String> words) {
        Arguments arguments = Arguments.parse(words, Set.of("--data"), Set.of());
        List<String> rest = arguments.rest();
        String command = String.join(" ", rest.subList(0, Math.min(1, rest.size())));
        if (rest.size() != (command.equals("list") ? 1 : 2)) {
            throw usage();
        }
        Map<String, String> asked =
                switch (command) {
                    case "names", "learn" ->
                            Map.of("file", Path.of(rest.get(1)).toAbsolutePath().toString());
                    case "forget" -> Map.of("stamp", rest.get(1));
                    case "list" -> Map.of();
                    default -> throw usage();
                };
        JsonNode answer =
                ControlClient.ask(Instance.loadCloud(arguments.data()), "stamp-" + command, asked);
        answer.properties()
                .forEach(
                        it ->
                                System.out.printf(
                                        "%-14s %s%n", it.getKey(), it.getValue().asString()));
        return 0;
    }

    private static CommandFailure usage() {
        return new CommandFailure("usage: bleu stamp names FILE | learn FILE | list | forget NAME");
    }
}
