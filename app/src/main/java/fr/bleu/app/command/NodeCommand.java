package fr.bleu.app.command;

import fr.bleu.app.Arguments;
import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.control.ControlClient;
import fr.bleu.app.stamp.NodePack;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * {@code bleu node list | pack --node NAME FILE | unpack FILE}: tells of the cloud's nodes, takes
 * what another one of the stamp needs, and makes that node's folders from it.
 */
public final class NodeCommand {

    private NodeCommand() {}

    private static final Set<String> WHO = Set.of("node", "site", "country", "entity");

    /** Runs the command. Packing asks the running node, which enters it in the ledger. */
    public static int run(List<String> words) {
        if (words.isEmpty()) {
            throw usage();
        }
        List<String> more = words.subList(1, words.size());
        return switch (words.getFirst()) {
            case "list" -> list(Arguments.options(more, Set.of("--data"), Set.of()));
            case "pack" -> pack(Arguments.parse(more, packOptions(), Set.of()));
            case "unpack" -> unpack(Arguments.parse(more, Set.of("--data"), Set.of()));
            default -> throw usage();
        };
    }

    private static CommandFailure usage() {
        return new CommandFailure(
                "usage: bleu node list | pack --node NAME [--site S] [--country C] [--entity E]"
                        + " FILE | unpack FILE");
    }

    private static Set<String> packOptions() {
        Set<String> options = new HashSet<>(Set.of("--data"));
        WHO.forEach(name -> options.add("--" + name));
        return options;
    }

    private static Path file(Arguments arguments) {
        if (arguments.rest().size() != 1) {
            throw usage();
        }
        return Path.of(arguments.rest().getFirst()).toAbsolutePath();
    }

    private static int list(Arguments arguments) {
        Instance instance = Instance.loadCloud(arguments.data());
        JsonNode nodes = ControlClient.ask(instance, "node-list", Map.of()).path("nodes");
        for (JsonNode node : nodes) {
            System.out.printf(
                    "%s  site %s  country %s  version %s  %s, last seen %s  certificate %s  %s%n",
                    node.path("name").asString(),
                    node.path("site").asString(),
                    node.path("country").asString(),
                    node.path("version").asString(),
                    node.path("state").asString(),
                    node.path("seen").asString(),
                    node.path("serial").asString(),
                    node.path("entity").asString());
        }
        return 0;
    }

    private static int pack(Arguments arguments) {
        Path file = file(arguments);
        if (arguments.option("--node").isEmpty()) {
            throw new CommandFailure("a pack is for one node: --node names it");
        }
        Map<String, String> asked = new HashMap<>(Map.of("file", file.toString()));
        for (String name : WHO) {
            arguments.option("--" + name).ifPresent(value -> asked.put(name, value));
        }
        ControlClient.ask(Instance.loadCloud(arguments.data()), "node-pack", asked);
        System.out.println(
                file
                        + " holds the root key: bring it to node "
                        + asked.get("node")
                        + " by a safe way, unpack it"
                        + " there, and delete it");
        return 0;
    }

    private static int unpack(Arguments arguments) {
        Path data = arguments.data();
        Path file = file(arguments);
        Instance instance = NodePack.unpack(file, data);
        System.out.println(
                "A node of instance "
                        + instance.id()
                        + " is in "
                        + data
                        + ", its keys in "
                        + instance.secrets()
                        + "; start it with ./bleu up --stamp FILE");
        return 0;
    }
}
