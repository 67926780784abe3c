package fr.bleu.bench;

import fr.bleu.conformance.Names;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code bleu bench}: measures the cloud beside Azurite and the lower floors by themselves, and
 * prints what {@code docs/performance.md} holds. Asserts nothing.
 */
public final class Bench {

    private Bench() {}

    /** Runs the works whose names are given, or all. */
    public static void main(String[] words) throws Exception {
        Options options;
        try {
            options = Options.parse(words);
        } catch (IllegalArgumentException e) {
            System.err.println("bleu: " + e.getMessage() + "; " + Options.USAGE);
            System.exit(1);
            return;
        }
        Logger.getLogger("").setLevel(Level.SEVERE);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () ->
                                        ProcessHandle.current()
                                                .descendants()
                                                .forEach(ProcessHandle::destroy)));
        Path home = Path.of(System.getProperty("bleu.home")).toAbsolutePath();
        Path hosts = Files.createTempFile("bleu-", ".hosts");
        try {
            Names.resolve(hosts, "bleu.localhost", List.of(), List.of());
            Machine.print(home);
            run(home, options);
            System.out.printf("%nload average at the end %s%n", Machine.loadAverage());
        } finally {
            Files.delete(hosts);
        }
        // The SDK's pools would keep the process for another minute.
        System.exit(0);
    }

    private static void run(Path home, Options options) throws Exception {
        List<Work> works = Works.all().stream().filter(work -> options.wants(work.name())).toList();
        if (options.wants("start")) {
            StartBench.run(options);
        }
        if (options.wants("ledger")) {
            LedgerBench.run(options);
        }
        if (options.wants("path")) {
            PathBench.run(options);
        }
        if (options.wants("count")) {
            CountBench.run(options);
        }
        if (options.wants("list1k")) {
            SizeBench.run(options);
        }
        if (options.wants("space10g")) {
            SpaceBench.run(options);
        }
        // Only when it is asked for: it wants PostgreSQL, Ceph and HAProxy.
        if (options.names().contains("nodes")) {
            NodesBench.run(options);
        }
        if (options.wants("loop256m")) {
            LoopBench.run(options);
        }
        if (options.wants(Works.plainGet().name())) {
            plain(options);
        }
        if (!works.isEmpty()) {
            compare(home.resolve("bench/azurite/node_modules"), works, options);
        }
    }

    private static void plain(Options options) throws Exception {
        if (!NginxServer.isInstalled()) {
            System.out.printf("%n%s not measured: no nginx%n", Works.plainGet().name());
            return;
        }
        try (Server ours = DevelopmentServer.start();
                Server peer = NginxServer.start()) {
            Works.prepareSmall(ours.endpoint());
            new Comparison(ours, peer, options).run(List.of(Works.plainGet()));
        }
    }

    private static void compare(Path modules, List<Work> works, Options options) throws Exception {
        try (Server ours = BleuServer.start();
                Server peer = AzuriteServer.start(modules)) {
            for (Server server : List.of(ours, peer)) {
                if (!works.stream().allMatch(Bench::isList)) {
                    Works.prepare(server.endpoint());
                }
                if (works.stream().anyMatch(Bench::isList)) {
                    Lists.prepare(server.endpoint());
                }
            }
            new Comparison(ours, peer, options).run(works);
        }
    }

    private static boolean isList(Work work) {
        return work.name().startsWith("list");
    }
}
