package fr.bleu.app.command;

import fr.bleu.app.Arguments;
import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.control.ControlClient;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code bleu policy show}: the signed sovereignty policy in force. */
public final class PolicyCommand {

    private PolicyCommand() {}

    /** Runs the command. */
    public static int run(List<String> words) {
        Arguments arguments = Arguments.parse(words, Set.of("--data"), Set.of());
        if (!arguments.rest().equals(List.of("show"))) {
            throw new CommandFailure("usage: bleu policy show");
        }
        System.out.println(
                ControlClient.ask(Instance.load(arguments.data()), "policy-show", Map.of())
                        .path("policy")
                        .asString());
        return 0;
    }
}
