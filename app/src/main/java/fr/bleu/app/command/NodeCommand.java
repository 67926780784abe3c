package fr.bleu.app.command;

import fr.bleu.app.Arguments;
import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.control.ControlClient;
import fr.bleu.app.stamp.NodePack;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code bleu node pack FILE | unpack FILE}: takes what another node of the stamp needs, and makes
 * that node's folders from it.
 */
public final class NodeCommand {

    private NodeCommand() {}

    /** Runs the command. Packing asks the running node, which enters it in the ledger. */
    public static int run(List<String> words) {
        Arguments arguments = Arguments.parse(words, Set.of("--data"), Set.of());
        List<String> rest = arguments.rest();
        if (rest.size() != 2) {
            throw usage();
        }
        Path file = Path.of(rest.get(1)).toAbsolutePath();
        return switch (rest.getFirst()) {
            case "pack" -> pack(Instance.loadCloud(arguments.data()), file);
            case "unpack" -> unpack(file, arguments.data());
            default -> throw usage();
        };
    }

    private static CommandFailure usage() {
        return new CommandFailure("usage: bleu node pack FILE | unpack FILE");
    }

    private static int pack(Instance instance, Path file) {
        ControlClient.ask(instance, "node-pack", Map.of("file", file.toString()));
        System.out.println(
                file
                        + " holds the root key: bring it to the new node by a safe way, unpack it"
                        + " there, and delete it");
        return 0;
    }

    private static int unpack(Path file, Path data) {
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
