package fr.bleu.app.command;

import fr.bleu.app.Arguments;
import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.control.ControlClient;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** {@code bleu backup FOLDER --keys FILE}: asks the running cloud, which writes both. */
public final class BackupCommand {

    private static final String KEYS = "--keys";
    private static final String EXPIRES = "--expires";
    private static final String KEEP = "--keep";
    private static final int MOST_DAYS = 3_660;
    private static final int MOST_KEPT = 10_000;

    private BackupCommand() {}

    /** Runs the command; returns when the backup is whole and durable. */
    public static int run(List<String> words) {
        Arguments arguments =
                Arguments.parse(words, Set.of("--data", KEYS, EXPIRES, KEEP), Set.of());
        if (arguments.rest().size() != 1 || arguments.option(KEYS).isEmpty()) {
            throw new CommandFailure(
                    "usage: bleu backup FOLDER --keys FILE [--expires DAYS]" + " [--keep N]");
        }
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("folder", absolute(arguments.rest().getFirst()));
        asked.put("keys", absolute(arguments.option(KEYS).get()));
        if (arguments.option(EXPIRES).isPresent()) {
            asked.put("days", Integer.toString(arguments.number(EXPIRES, 1, MOST_DAYS)));
        }
        if (arguments.option(KEEP).isPresent()) {
            asked.put("keep", Integer.toString(arguments.number(KEEP, 1, MOST_KEPT)));
        }
        JsonNode done = ControlClient.ask(Instance.loadCloud(arguments.data()), "backup", asked);
        System.out.println(done.path("backup").asString());
        return 0;
    }

    private static String absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize().toString();
    }
}
