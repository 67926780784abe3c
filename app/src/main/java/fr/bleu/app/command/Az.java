package fr.bleu.app.command;

import fr.bleu.app.Arguments;
import fr.bleu.app.CommandFailure;
import fr.bleu.app.Details;
import fr.bleu.app.Environment;
import fr.bleu.app.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code bleu az …}: runs the installed az with a configuration folder, trust and cloud of its own,
 * telemetry off, and without what AZURE_* variables it would inherit. {@code --data DIR}, if given,
 * comes first.
 */
public final class Az {

    private Az() {}

    /** Runs az; its exit code is ours. */
    public static int run(List<String> words) {
        boolean elsewhere = !words.isEmpty() && words.getFirst().equals("--data");
        List<String> own = elsewhere ? words.subList(0, Math.min(2, words.size())) : List.of();
        Instance instance =
                Instance.loadCloud(Arguments.parse(own, Set.of("--data"), Set.of()).data());
        Map<String, String> variables = Environment.of(instance, Details.of(instance));
        register(instance, variables);
        return az(variables, words.subList(own.size(), words.size()), false);
    }

    /** Registers the cloud with az unless it is registered as it stands now. */
    private static void register(Instance instance, Map<String, String> variables) {
        Path cloud = instance.azFolder().resolve("cloud.json");
        Path registered = instance.azFolder().resolve("registered.json");
        try {
            if (Files.exists(registered) && Files.mismatch(cloud, registered) == -1) {
                return;
            }
            // az keeps what it discovered about a cloud; it is wrong once the port has changed.
            Files.deleteIfExists(instance.azFolder().resolve("msal_http_cache.bin"));
            String verb = isKnown(instance) ? "update" : "register";
            quietly(variables, "cloud", verb, "--name", "Bleu", "--cloud-config", "@" + cloud);
            quietly(variables, "cloud", "set", "--name", "Bleu");
            Files.write(registered, Files.readAllBytes(cloud));
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot prepare az's folder " + instance.azFolder() + ": " + e.getMessage());
        }
    }

    /** Whether az has the cloud in its own list; plain az may have put it there. */
    private static boolean isKnown(Instance instance) throws IOException {
        Path clouds = instance.azFolder().resolve("clouds.config");
        return Files.exists(clouds) && Files.readAllLines(clouds).contains("[Bleu]");
    }

    private static void quietly(Map<String, String> variables, String... words) {
        int exit = az(variables, List.of(words), true);
        if (exit != 0) {
            throw new CommandFailure(
                    "az cannot register the cloud (az "
                            + String.join(" ", words)
                            + " exited with "
                            + exit
                            + ")");
        }
    }

    private static int az(Map<String, String> variables, List<String> words, boolean quiet) {
        List<String> line = new ArrayList<>(List.of("az"));
        line.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(line).inheritIO();
        if (quiet) {
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
            line.add("--only-show-errors");
        }
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("AZURE_") || name.startsWith("ARM_"));
        List.of("AZURE_CONFIG_DIR", "AZURE_CORE_COLLECT_TELEMETRY", "REQUESTS_CA_BUNDLE")
                .forEach(name -> builder.environment().put(name, variables.get(name)));
        try {
            return builder.start().waitFor();
        } catch (IOException e) {
            throw new CommandFailure(
                    "az is not installed; this installs it: apt-get install azure-cli");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
