package fr.bleu.bench;

import fr.bleu.http.Request;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Permit;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * What the path itself costs a request, inside this process: finding the caller of a Put Blob by
 * its SharedKey, the permit, and the sealed entry in the ledger.
 */
final class PathBench {

    private static final int WRITERS = 32;
    private static final int REQUESTS = 1_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final House house;
    private final List<Request> requests = new ArrayList<>();

    private PathBench(House house) {
        this.house = house;
        for (int i = 0; i < REQUESTS; i++) {
            requests.add(house.request(name(i)));
        }
    }

    static void run(Options options) throws Exception {
        try (House house = new House()) {
            PathBench bench = new PathBench(house);
            // All at once first: it is also what warms the JVM for one after the other.
            bench.together(options);
            bench.stations(options);
            if (options.profile()) {
                Profile.of(
                        ProcessHandle.current().pid(),
                        "path",
                        () -> bench.round(options.seconds()));
            }
        }
    }

    private static String name(int request) {
        return "blob-" + request;
    }

    /** CPU of the request's own thread at each station, one request after the other. */
    private void stations(Options options) {
        double[][] micros = new double[3][options.rounds()];
        walk(REQUESTS);
        for (int round = 0; round < options.rounds(); round++) {
            double[] one = walk(REQUESTS);
            for (int station = 0; station < one.length; station++) {
                micros[station][round] = one[station];
            }
        }
        double caller = Round.median(micros[0]);
        double permit = Round.median(micros[1]);
        double entry = Round.median(micros[2]);
        System.out.printf(
                "          CPU µs of the request's thread: caller %s + permit %s + entry %s = %s"
                        + " (goal 50)%n",
                Comparison.number(caller),
                Comparison.number(permit),
                Comparison.number(entry),
                Comparison.number(caller + permit + entry));
    }

    /** Microseconds of each station, for one request. */
    private double[] walk(int count) {
        long caller = 0;
        long permit = 0;
        long entry = 0;
        for (int i = 0; i < count; i++) {
            String blob = name(i);
            long start = THREADS.getCurrentThreadCpuTime();
            Caller who = house.caller(requests.get(i), blob);
            long found = THREADS.getCurrentThreadCpuTime();
            Permit granted = house.permit(who, blob);
            long permitted = THREADS.getCurrentThreadCpuTime();
            house.commits().record(granted, details(blob));
            long recorded = THREADS.getCurrentThreadCpuTime();
            caller += found - start;
            permit += permitted - found;
            entry += recorded - permitted;
        }
        double each = 1e3 * count;
        return new double[] {caller / each, permit / each, entry / each};
    }

    /** CPU of the whole process at 32 requests at once: with the committer and its syncs. */
    private void together(Options options) throws Exception {
        round(options.warmUp());
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < options.rounds(); i++) {
            rounds.add(round(options.seconds()));
        }
        System.out.printf(
                "%npath      CPU µs of the process at %d at once, the committer included: %s; %s"
                        + " requests/s, p50 / p99 %s / %s ms%n",
                WRITERS,
                Comparison.number(Round.median(rounds, Round::cpuMicrosPerOperation)),
                Comparison.number(Round.median(rounds, Round::perSecond)),
                Comparison.number(Round.median(rounds, round -> round.millis(0.5))),
                Comparison.number(Round.median(rounds, round -> round.millis(0.99))));
    }

    private Round round(int seconds) throws Exception {
        long pid = ProcessHandle.current().pid();
        long cpu = Processes.cpuMicros(pid);
        long start = System.nanoTime();
        long deadline = start + seconds * 1_000_000_000L;
        List<Callable<long[]>> workers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            workers.add(() -> walkUntil(deadline));
        }
        long[] latencies = Load.atOnce(workers);
        return new Round(System.nanoTime() - start, Processes.cpuMicros(pid) - cpu, latencies);
    }

    private long[] walkUntil(long deadline) {
        Latencies latencies = new Latencies();
        long before = System.nanoTime();
        for (int i = 0; before < deadline; i = (i + 1) % REQUESTS) {
            Caller who = house.caller(requests.get(i), name(i));
            house.commits().record(house.permit(who, name(i)), details(name(i)));
            long after = System.nanoTime();
            latencies.add(after - before);
            before = after;
        }
        return latencies.all();
    }

    private static Map<String, String> details(String blob) {
        return Map.of("container", "bench", "blob", blob);
    }
}
