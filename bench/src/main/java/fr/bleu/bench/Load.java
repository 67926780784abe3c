package fr.bleu.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Runs a work against a server for a while. */
final class Load {

    private static final AtomicLong WORKERS = new AtomicLong();

    private Load() {}

    /** One round; every connection does at least one operation and ends its last one. */
    static Round run(Server server, Work work, Duration length) throws Exception {
        List<Worker> workers = new ArrayList<>();
        try {
            for (int i = 0; i < work.connections(); i++) {
                workers.add(new Worker(server.endpoint(), work));
            }
            long cpu = server.cpuMicros();
            long start = System.nanoTime();
            long deadline = start + length.toNanos();
            workers.forEach(worker -> worker.deadlineNanos = deadline);
            long[] latencies = atOnce(workers);
            long nanos = System.nanoTime() - start;
            return new Round(nanos, server.cpuMicros() - cpu, latencies);
        } finally {
            for (Worker worker : workers) {
                worker.connection.close();
            }
        }
    }

    /** Runs all at once on virtual threads; their latencies, ascending. */
    static long[] atOnce(List<? extends Callable<long[]>> workers) throws Exception {
        List<long[]> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<long[]> worker : threads.invokeAll(workers)) {
                all.add(worker.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("an operation failed: " + e.getCause(), e);
        }
        return all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    }

    private static final class Worker implements Callable<long[]> {

        private final Connection connection;
        private final Work.Operation operation;
        private final Latencies latencies = new Latencies();
        private long deadlineNanos;

        Worker(Endpoint endpoint, Work work) throws Exception {
            connection = endpoint.connect();
            operation = work.maker().make(new Requests(endpoint), WORKERS.incrementAndGet());
        }

        @Override
        public long[] call() throws Exception {
            long before = System.nanoTime();
            do {
                operation.run(connection);
                long after = System.nanoTime();
                latencies.add(after - before);
                before = after;
            } while (before < deadlineNanos);
            return latencies.all();
        }
    }
}
