package fr.bleu.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the real command in processes of its own, with a home of its own. */
final class Bleu {

    private static final long PATIENCE_SECONDS = 60;

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private int runs;

    /** The folder is home and working directory. */
    Bleu(Path folder) {
        this.folder = folder;
    }

    /** Sets a variable for the processes that are started from now on. */
    Bleu with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** A finished process. */
    record Done(int exit, String out, String err) {

        /** The only line on stderr. */
        String failure() {
            String[] lines = err.strip().split("\n");
            if (exit == 0 || lines.length != 1 || !lines[0].startsWith("bleu: ")) {
                throw new AssertionError("not one clear line: " + exit + "\n" + out + err);
            }
            return lines[0];
        }

        String output() {
            if (exit != 0) {
                throw new AssertionError(exit + "\n" + out + err);
            }
            return out;
        }
    }

    /** A process that serves, or is about to. */
    record Serving(Process process, Path out, Path err) {

        /** Waits until it says that it is up. */
        void awaitUp() throws IOException, InterruptedException {
            for (int i = 0; i < PATIENCE_SECONDS * 20; i++) {
                if (Files.readString(out).contains("Bleu is up")) {
                    return;
                }
                if (!process.isAlive()) {
                    break;
                }
                Thread.sleep(50);
            }
            process.destroyForcibly();
            throw new AssertionError(Files.readString(out) + Files.readString(err));
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        /** As an operator's Ctrl-C does. */
        void stop() throws InterruptedException {
            process.destroy();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("it does not stop");
            }
        }
    }

    Done run(String... words) throws IOException, InterruptedException {
        Serving started = start(words);
        if (!started.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            started.kill();
            throw new AssertionError(String.join(" ", words) + " does not end");
        }
        return new Done(
                started.process().exitValue(),
                Files.readString(started.out()),
                Files.readString(started.err()));
    }

    Serving start(String... words) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.add("--enable-native-access=ALL-UNNAMED");
        line.add("--sun-misc-unsafe-memory-access=allow");
        line.add("-XX:TieredStopAtLevel=1");
        line.add("-Xmx512m");
        line.add("-cp");
        line.add(System.getProperty("java.class.path"));
        line.add("fr.bleu.app.Main");
        line.addAll(List.of(words));
        runs++;
        Path out = Files.createFile(folder.resolve("out" + runs));
        Path err = Files.createFile(folder.resolve("err" + runs));
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
        builder.environment().put("HOME", folder.toString());
        builder.environment().remove("XDG_CONFIG_HOME");
        builder.environment().remove(AzuriteAccounts.VARIABLE);
        builder.environment().putAll(environment);
        Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        return new Serving(process, out, err);
    }

    /** The private folder of the only instance. */
    Path secrets() throws IOException {
        try (var instances = Files.list(folder.resolve(".config/bleu"))) {
            return instances.findFirst().orElseThrow();
        }
    }
}
