package fr.bleu.app.command;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts the cloud in a process of its own and waits until it answers. */
final class Detached {

    private static final long PATIENCE_MILLIS = 60_000;
    private static final long POLL_MILLIS = 50;

    private Detached() {}

    static void start(Instance instance, List<String> words) {
        // Else the one that runs already would answer for the one that could not start.
        if (Up.runs(instance)) {
            throw new CommandFailure(instance.data() + " is in use by another process");
        }
        try {
            Path output = instance.log().resolveSibling("up.out");
            Files.createDirectories(output.getParent());
            Process child =
                    new ProcessBuilder(commandLine(words))
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .redirectInput(new File("/dev/null"))
                            .start();
            awaitReady(instance, child, output);
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot start a detached process: " + CommandFailure.reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted while the cloud was starting");
        }
    }

    /**
     * This JVM's own command line, without {@code --detach}; nohup, so that it outlives a terminal.
     */
    private static List<String> commandLine(List<String> words) {
        List<String> line = new ArrayList<>();
        line.add("nohup");
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
        line.addAll(flags);
        if (flags.stream().anyMatch(flag -> flag.startsWith("-XX:SharedArchiveFile="))) {
            // Without it here, this short process would fill the archive.
            line.add("-XX:+AutoCreateSharedArchive");
        }
        line.add("-cp");
        line.add(System.getProperty("java.class.path"));
        line.add("fr.bleu.app.Main");
        line.add("up");
        words.stream().filter(word -> !word.equals("--detach")).forEach(line::add);
        return line;
    }

    private static void awaitReady(Instance instance, Process child, Path output)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (System.nanoTime() < deadline) {
            if (child.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new CommandFailure(lastLine(output));
            }
            if (Up.runs(instance)) {
                return;
            }
        }
        child.destroy();
        throw new CommandFailure(
                "the cloud did not answer within a minute; " + output + " may say why");
    }

    private static String lastLine(Path output) throws IOException {
        List<String> lines = Files.readAllLines(output);
        return lines.isEmpty()
                ? "the cloud stopped while it was starting"
                : lines.getLast().replaceFirst("^bleu: ", "");
    }
}
