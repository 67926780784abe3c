package fr.bleu.app.command;

import fr.bleu.app.Arguments;
import fr.bleu.app.Details;
import fr.bleu.app.Environment;
import fr.bleu.app.Instance;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** {@code bleu env}: what any client needs, for a shell or as JSON. */
public final class Env {

    private Env() {}

    /** Runs the command. */
    public static int run(List<String> words) {
        Arguments arguments = Arguments.options(words, Set.of("--data"), Set.of("--json"));
        Instance instance = Instance.loadCloud(arguments.data());
        Map<String, String> variables = Environment.of(instance, Details.of(instance));
        if (arguments.has("--json")) {
            System.out.println(
                    JsonMapper.builder()
                            .build()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(variables));
        } else {
            variables.forEach(
                    (name, value) -> System.out.printf("export %s=%s%n", name, quoted(value)));
        }
        return 0;
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
