package fr.bleu.bench;

import fr.bleu.app.operator.Monitoring;
import fr.bleu.app.operator.OperatorOptions;
import fr.bleu.http.RequestListener;
import fr.bleu.http.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** What counting costs each request, by several threads at once: all of them count the same. */
final class CountBench {

    private static final List<Integer> THREADS = List.of(1, 32);
    private static final int BATCH = 10_000;

    private CountBench() {}

    static void run(Options options) throws Exception {
        try (Monitoring monitoring = new Monitoring(OperatorOptions.NONE)) {
            for (int threads : THREADS) {
                round(monitoring.requests(), threads, options.warmUp());
                double[] nanos = new double[options.rounds()];
                for (int i = 0; i < nanos.length; i++) {
                    nanos[i] = round(monitoring.requests(), threads, options.seconds());
                }
                System.out.printf(
                        "%ncount     CPU ns of the process for a request's end, %d at once: %s%n",
                        threads, Comparison.number(Round.median(nanos)));
            }
        }
    }

    /** CPU nanoseconds of the process for each request. */
    private static double round(RequestListener listener, int threads, int seconds)
            throws Exception {
        long pid = ProcessHandle.current().pid();
        long cpu = Processes.cpuMicros(pid);
        long deadline = System.nanoTime() + seconds * 1_000_000_000L;
        List<Callable<long[]>> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            workers.add(() -> countUntil(listener, deadline));
        }
        long requests = 0;
        for (long each : Load.atOnce(workers)) {
            requests += each;
        }
        return (Processes.cpuMicros(pid) - cpu) * 1e3 / requests;
    }

    private static long[] countUntil(RequestListener listener, long deadline) {
        Optional<Site> blob = Optional.of(Site.BLOB);
        long requests = 0;
        while (System.nanoTime() < deadline) {
            for (int i = 0; i < BATCH; i++) {
                listener.ended(blob, 200, 100_000L * (i % 64));
            }
            requests += BATCH;
        }
        return new long[] {requests};
    }
}
