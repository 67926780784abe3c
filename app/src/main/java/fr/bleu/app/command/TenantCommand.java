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
 * {@code bleu tenant create NAME --certificate PEM}: a new tenant, administered by that key's
 * holder.
 */
public final class TenantCommand {

    private TenantCommand() {}

    /** Runs the command. */
    public static int run(List<String> words) {
        Arguments arguments = Arguments.parse(words, Set.of("--data", "--certificate"), Set.of());
        if (arguments.rest().size() != 2 || !arguments.rest().getFirst().equals("create")) {
            throw new CommandFailure("usage: bleu tenant create NAME --certificate PEM");
        }
        Path certificate =
                Path.of(
                        arguments
                                .option("--certificate")
                                .orElseThrow(
                                        () ->
                                                new CommandFailure(
                                                        "tenant create needs --certificate PEM: the"
                                                            + " tenant's administrator's"
                                                            + " certificate; its key stays with the"
                                                            + " tenant")));
        JsonNode tenant =
                ControlClient.ask(
                        Instance.loadCloud(arguments.data()),
                        "tenant-create",
                        Map.of(
                                "name", arguments.rest().get(1),
                                "certificate", certificate.toAbsolutePath().toString()));
        tenant.properties()
                .forEach(
                        field ->
                                System.out.printf(
                                        "%-14s %s%n", field.getKey(), field.getValue().asString()));
        return 0;
    }
}
