package fr.bleu.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Samples the CPU time of a running JVM with its own flight recorder and says in whose code it
 * went. The JIT compiler's threads are not in it, and calls into native code show more than perf
 * gives them. The recording stays in the module's target folder, for {@code jfr view}.
 */
final class Profile {

    /** Who is looked for on a stack, from its top; the first that is found gets the sample. */
    private static final List<String> OWNERS =
            List.of("fr.bleu.", "org.rocksdb.", "sun.security.ssl.", "org.eclipse.jetty.");

    /** Headings and the ten hottest methods of {@code jfr view}. */
    private static final int VIEW_LINES = 13;

    private Profile() {}

    /** Samples while {@code work} runs. */
    static void of(long pid, String name, Callable<?> work) throws Exception {
        Path folder =
                Files.createDirectories(
                        Path.of(System.getProperty("bleu.home"), "bench/target/profiles"));
        Path file = folder.resolve(name + ".jfr").toAbsolutePath();
        Files.deleteIfExists(file);
        jcmd(
                pid,
                "JFR.start",
                "name=bench",
                "settings=profile",
                "jdk.CPUTimeSample#enabled=true",
                "jdk.CPUTimeSample#throttle=2ms");
        try {
            work.call();
        } finally {
            jcmd(pid, "JFR.stop", "name=bench", "filename=" + file);
        }
        print(name, file);
        tool("jfr", "view", "--width", "110", "cpu-time-hot-methods", file.toString())
                .lines()
                .filter(line -> !line.isBlank())
                .limit(VIEW_LINES)
                .forEach(System.out::println);
    }

    private static void print(String name, Path file) throws IOException {
        Map<String, Integer> samples = new TreeMap<>();
        int all = 0;
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                if (event.getEventType().getName().equals("jdk.CPUTimeSample")) {
                    samples.merge(owner(event), 1, Integer::sum);
                    all++;
                }
            }
        }
        System.out.printf("%nCPU time of %s by whose code it is in (%s):%n", name, file);
        int sum = Math.max(1, all);
        samples.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(
                        entry ->
                                System.out.printf(
                                        Locale.ROOT,
                                        "%6.1f %%  %s%n",
                                        100.0 * entry.getValue() / sum,
                                        entry.getKey()));
    }

    private static String owner(RecordedEvent event) {
        if (event.getStackTrace() == null) {
            return "(no stack)";
        }
        for (RecordedFrame frame : event.getStackTrace().getFrames()) {
            String type = frame.getMethod().getType().getName();
            for (String owner : OWNERS) {
                if (type.startsWith(owner)) {
                    return owner.equals("fr.bleu.") ? module(type) : owner.replaceAll("\\.$", "");
                }
            }
        }
        return "the JDK alone";
    }

    private static String module(String type) {
        return type.substring(0, type.indexOf('.', "fr.bleu.".length()));
    }

    private static void jcmd(long pid, String... words) throws IOException, InterruptedException {
        String[] line = new String[words.length + 1];
        line[0] = Long.toString(pid);
        System.arraycopy(words, 0, line, 1, words.length);
        tool("jcmd", line);
    }

    private static String tool(String name, String... words)
            throws IOException, InterruptedException {
        String[] line = new String[words.length + 1];
        line[0] = Path.of(System.getProperty("java.home"), "bin", name).toString();
        System.arraycopy(words, 0, line, 1, words.length);
        return Processes.run(line);
    }
}
