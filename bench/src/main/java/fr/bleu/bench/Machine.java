package fr.bleu.bench;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Says on what was measured: figures without it mean nothing. */
final class Machine {

    private Machine() {}

    /** Prints machine, versions and the load that others make. */
    static void print(Path home) throws IOException, InterruptedException {
        FileStore disk = Files.getFileStore(Path.of(System.getProperty("java.io.tmpdir")));
        System.out.printf(
                Locale.ROOT,
                "machine   %s, %d cores, %d GB, temporary folder on %s%n",
                line("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(line("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) >> 20,
                disk.type());
        System.out.printf(
                "system    Linux %s, JDK %s, node %s%n",
                System.getProperty("os.version"),
                Runtime.version(),
                Processes.run("node", "--version").strip());
        System.out.printf("commit    %s%n", commit(home));
        System.out.printf(
                "at        %s, load average %s%n",
                Instant.now().truncatedTo(ChronoUnit.SECONDS), loadAverage());
    }

    /** Of 1, 5 and 15 minutes. */
    static String loadAverage() throws IOException {
        String[] words = Files.readString(Path.of("/proc/loadavg")).split(" ", 4);
        return words[0] + " " + words[1] + " " + words[2];
    }

    private static String commit(Path home) throws InterruptedException {
        try {
            return Processes.run("git", "-C", home.toString(), "describe", "--always", "--dirty")
                    .strip();
        } catch (IOException e) {
            return "unknown (no git)";
        }
    }

    private static String line(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }
}
