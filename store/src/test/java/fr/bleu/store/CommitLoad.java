package fr.bleu.store;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Small changes (one record, one entry) from virtual threads, for measuring by hand. */
public final class CommitLoad {

    private CommitLoad() {}

    /** How many changes were committed, and in how many seconds. */
    public record Result(long commits, double seconds) {
        public double rate() {
            return commits / seconds;
        }
    }

    /** Runs {@code writers} threads, spread over the stores, for some seconds. */
    public static Result run(List<? extends Store> stores, int writers, int seconds)
            throws InterruptedException {
        AtomicLong commits = new AtomicLong();
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            int writer = i;
            Store store = stores.get(i % stores.size());
            threads.add(Thread.startVirtualThread(() -> write(store, writer, end, commits)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return new Result(commits.get(), (System.nanoTime() - start) / 1e9);
    }

    private static void write(Store store, int writer, long end, AtomicLong commits) {
        SplittableRandom random = new SplittableRandom();
        byte[] sealed = new byte[300];
        random.nextBytes(sealed);
        for (int i = 0; System.nanoTime() < end; i++) {
            Change change =
                    new Change(
                            ChangeId.random(System.currentTimeMillis(), random),
                            new UUID(0, writer % 8),
                            List.of(),
                            List.of(Changes.put(writer + "/" + i, "x".repeat(200))),
                            List.of(
                                    new PreparedEntry(
                                            Changes.tag(writer % 8), new byte[32], sealed, false)));
            if (!(store.commit(change) instanceof Outcome.Committed)) {
                throw new IllegalStateException("not committed");
            }
            commits.incrementAndGet();
        }
    }
}
