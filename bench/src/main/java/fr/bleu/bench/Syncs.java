package fr.bleu.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * Counts a process's syncs to disk while it is open: its {@code fsync} and {@code fdatasync} calls,
 * counted by the kernel's tracepoints ({@code perf stat}), which cost nearly nothing. Counts
 * nothing where perf is missing or not allowed.
 */
final class Syncs implements AutoCloseable {

    private static final String EVENTS = "syscalls:sys_enter_fdatasync,syscalls:sys_enter_fsync";
    private static final long SET_UP_MILLIS = 300;

    private final Process perf;

    private Syncs(Process perf) {
        this.perf = perf;
    }

    /** Starts counting. */
    static Syncs of(long pid) throws InterruptedException {
        try {
            // perf counts for as long as its command runs: cat, until its input is closed.
            Process perf =
                    new ProcessBuilder(
                                    "perf",
                                    "stat",
                                    "-x",
                                    ",",
                                    "-e",
                                    EVENTS,
                                    "-p",
                                    Long.toString(pid),
                                    "--",
                                    "cat")
                            .redirectErrorStream(true)
                            .start();
            Thread.sleep(SET_UP_MILLIS);
            return new Syncs(perf);
        } catch (IOException e) {
            return new Syncs(null);
        }
    }

    /** Stops counting; how many there were, if they could be counted. */
    OptionalLong stop() throws IOException, InterruptedException {
        if (perf == null) {
            return OptionalLong.empty();
        }
        perf.getOutputStream().close();
        String output = new String(perf.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        if (perf.waitFor() != 0) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                output.lines()
                        .filter(line -> line.contains("sys_enter"))
                        .map(line -> line.substring(0, line.indexOf(',')))
                        // "<not counted>" when no thread ran at all.
                        .filter(count -> count.matches("\\d+"))
                        .mapToLong(Long::parseLong)
                        .sum());
    }

    @Override
    public void close() {
        if (perf != null) {
            perf.destroy();
        }
    }
}
