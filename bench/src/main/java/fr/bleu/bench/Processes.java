package fr.bleu.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux tells about a process. */
final class Processes {

    private static final long START_MILLIS = 60_000;
    private static final long POLL_MILLIS = 50;

    private Processes() {}

    /** Whether a server serves. */
    interface Started {
        boolean isTrue() throws IOException;
    }

    /**
     * Waits until a server serves. One that does not within a minute, or ends, is closed.
     *
     * @param output what it says, for the error
     */
    static <S extends Server> S started(S server, Process process, Path output, Started started)
            throws IOException, InterruptedException {
        long deadline = System.currentTimeMillis() + START_MILLIS;
        while (!started.isTrue()) {
            if (!process.isAlive() || System.currentTimeMillis() > deadline) {
                String said = Files.readString(output).strip();
                server.close();
                throw new IOException(server.name() + " did not start: " + said);
            }
            Thread.sleep(POLL_MILLIS);
        }
        return server;
    }

    /**
     * CPU time of a process and its children, user and system, of all threads: {@code
     * /proc/PID/stat}, in steps of 10 ms.
     */
    static long cpuMicros(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToLong(it -> it.info().totalCpuDuration().orElseThrow().toNanos() / 1_000)
                .sum();
    }

    /** Resident memory in MB: {@code VmRSS}. */
    static long residentMegabytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024 / 1_000_000)
                .findFirst()
                .orElseThrow();
    }

    /** A port that nobody listens on. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Runs a command to its end; its standard output and error. */
    static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output.strip());
        }
        return output;
    }
}
