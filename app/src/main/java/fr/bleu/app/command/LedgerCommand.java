package fr.bleu.app.command;

import fr.bleu.app.Arguments;
import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.control.ControlClient;
import fr.bleu.ledger.ExportVerifier;
import fr.bleu.ledger.Report;
import fr.bleu.ledger.SuccessionVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** {@code bleu ledger export | verify | key}. */
public final class LedgerCommand {

    private static final String GENERATION = "--generation";
    private static final String PREVIOUS = "--previous";
    private static final String PREVIOUS_KEY = "--previous-key";
    private static final Set<String> VALUED =
            Set.of(
                    "--data",
                    "--key",
                    "--receipt",
                    "--open-tenant",
                    GENERATION,
                    PREVIOUS,
                    PREVIOUS_KEY);

    private static final int MAX_RECEIPT_BYTES = 64 * 1024;

    private LedgerCommand() {}

    /** Runs the command. Verifying needs no running cloud and no data folder. */
    public static int run(List<String> words) {
        Arguments arguments = Arguments.parse(words, VALUED, Set.of());
        List<String> rest = arguments.rest();
        if (rest.equals(List.of("key"))) {
            System.out.println(
                    ask(arguments, "ledger-key", generation(arguments)).path("key").asString());
            return 0;
        }
        if (rest.size() == 2 && rest.getFirst().equals("export")) {
            return export(arguments, Path.of(rest.get(1)));
        }
        if (rest.size() == 2 && rest.getFirst().equals("verify")) {
            return verify(arguments, Path.of(rest.get(1)));
        }
        throw new CommandFailure(
                "usage: bleu ledger key [--generation N] | export DIR [--open-tenant ID]"
                        + " [--generation N] | verify EXPORT --key VKEY [--receipt FILE]"
                        + " [--previous EXPORT --previous-key VKEY]");
    }

    private static JsonNode ask(Arguments arguments, String command, Map<String, String> details) {
        return ControlClient.ask(Instance.load(arguments.data()), command, details);
    }

    private static Map<String, String> generation(Arguments arguments) {
        Map<String, String> details = new LinkedHashMap<>();
        if (arguments.option(GENERATION).isPresent()) {
            int number = arguments.number(GENERATION, 1, Integer.MAX_VALUE);
            details.put("generation", Integer.toString(number));
        }
        return details;
    }

    private static int export(Arguments arguments, Path folder) {
        Map<String, String> details = generation(arguments);
        details.put("folder", folder.toAbsolutePath().toString());
        arguments.option("--open-tenant").ifPresent(tenant -> details.put("tenant", tenant));
        System.out.println(ask(arguments, "ledger-export", details).path("exported").asString());
        return 0;
    }

    private static int verify(Arguments arguments, Path folder) {
        String key =
                arguments
                        .option("--key")
                        .orElseThrow(
                                () ->
                                        new CommandFailure(
                                                "verify needs --key VKEY, from somewhere you trust;"
                                                        + " never from the export"));
        Optional<String> receipt = arguments.option("--receipt").map(LedgerCommand::receipt);
        Optional<String> previous = arguments.option(PREVIOUS);
        Report report =
                previous.isEmpty()
                        ? report(folder, key, receipt)
                        : succession(folder, key, Path.of(previous.get()), arguments);
        return switch (report) {
            case Report.Verified verified -> {
                System.out.println(verified.message());
                yield 0;
            }
            case Report.Follows follows -> {
                System.out.println(follows.message());
                yield 0;
            }
            case Report.Failed failed -> throw new CommandFailure(failed.message());
            case Report.NeedsExport needs -> throw new CommandFailure(needs.message());
        };
    }

    private static Report succession(Path folder, String key, Path previous, Arguments arguments) {
        String previousKey =
                arguments
                        .option(PREVIOUS_KEY)
                        .orElseThrow(
                                () ->
                                        new CommandFailure(
                                                PREVIOUS + " needs " + PREVIOUS_KEY + " VKEY"));
        try {
            return SuccessionVerifier.verify(folder, key, previous, previousKey);
        } catch (IOException e) {
            throw new CommandFailure("cannot read an export: " + CommandFailure.reason(e));
        }
    }

    private static Report report(Path folder, String key, Optional<String> receipt) {
        try {
            return ExportVerifier.verify(folder, key, receipt);
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot read the export " + folder + ": " + CommandFailure.reason(e));
        }
    }

    private static String receipt(String file) {
        Path path = Path.of(file);
        try {
            if (Files.size(path) > MAX_RECEIPT_BYTES) {
                throw new CommandFailure(file + " is too large for a receipt");
            }
            return Files.readString(path).strip();
        } catch (IOException e) {
            throw new CommandFailure("cannot read the receipt: " + CommandFailure.reason(e));
        }
    }
}
