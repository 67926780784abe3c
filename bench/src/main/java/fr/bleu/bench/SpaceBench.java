package fr.bleu.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How soon deleted space comes back: 10 GB are put, nine blobs of ten are deleted, and small blobs
 * are put all the while (they lie in the store and not here). Told is when 90 % of what the files
 * of extents occupied is the disk's again.
 */
final class SpaceBench {

    private static final int BLOBS = 40;
    private static final int KEPT_OF_BLOBS = 10;
    private static final double KEPT = 1.0 / KEPT_OF_BLOBS;

    /** What segments round up to, and what is written meanwhile. */
    private static final double SLACK = 0.02;

    private static final long PATIENCE_MILLIS = 1_800_000;
    private static final long PAUSE_MILLIS = 1_000;

    private SpaceBench() {}

    static void run(Options options) throws Exception {
        try (BleuServer server = BleuServer.start()) {
            Works.prepareSmall(server.endpoint());
            long start = System.nanoTime();
            Works.putLarge(server.endpoint(), BLOBS);
            double putSeconds = seconds(start);
            Path extents = server.cloud().data().resolve("extents");
            long full = occupiedKib(extents);
            try (Background writers = new Background(server, options)) {
                start = System.nanoTime();
                Works.deleteLarge(server.endpoint(), BLOBS, KEPT_OF_BLOBS);
                double deleteSeconds = seconds(start);
                double backSeconds = awaitBack(extents, full, start);
                System.out.printf(
                        Locale.ROOT,
                        "%nspace10g  %.1f GB put in %.0f s; nine of ten blobs deleted in %.1f s; 90"
                            + " %% of the space back after %.0f s (goal: minutes), of %.1f GB %.1f"
                            + " are left; meanwhile %,.0f puts of 4 KiB/s%n",
                        full / 1e6 * 1.024,
                        putSeconds,
                        deleteSeconds,
                        backSeconds,
                        full / 1e6 * 1.024,
                        occupiedKib(extents) / 1e6 * 1.024,
                        writers.perSecond());
            }
        }
    }

    private static double awaitBack(Path extents, long fullKib, long start) throws Exception {
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (occupiedKib(extents) > fullKib * (KEPT + SLACK)) {
            if (System.currentTimeMillis() > deadline) {
                throw new IOException("the space did not come back");
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return seconds(start);
    }

    private static long occupiedKib(Path folder) throws IOException, InterruptedException {
        // A file that goes away meanwhile is none of our business, but an error of du's.
        String told = Processes.run("sh", "-c", "du -sk \"$0\" 2>&-; true", folder.toString());
        return Long.parseLong(told.split("\t")[0]);
    }

    private static double seconds(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    /** Small puts that go on until it is closed. */
    private static final class Background implements AutoCloseable {

        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final long start = System.nanoTime();
        private final Future<?> running;
        private volatile boolean over;
        private volatile long puts;

        Background(BleuServer server, Options options) {
            running = thread.submit(() -> put(server, Duration.ofSeconds(options.seconds())));
        }

        /** In rounds, since a signed date is good for 15 minutes. */
        private Void put(BleuServer server, Duration round) throws Exception {
            long sum = 0;
            while (!over) {
                sum += Load.run(server, Works.smallPuts(), round).operations();
                puts = sum;
            }
            return null;
        }

        double perSecond() {
            return puts / seconds(start);
        }

        @Override
        public void close() throws Exception {
            over = true;
            try {
                running.get();
            } finally {
                thread.shutdown();
            }
        }
    }
}
