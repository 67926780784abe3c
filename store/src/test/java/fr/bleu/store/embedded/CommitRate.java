package fr.bleu.store.embedded;

import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Changes;
import fr.bleu.store.Outcome;
import fr.bleu.store.PreparedEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures commits per second on RocksDB: small changes (one record, one entry) from virtual
 * threads. Run by hand: arguments are a folder, seconds for each figure, rounds.
 */
final class CommitRate {

    private CommitRate() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(args[0]), "rate");
        int seconds = Integer.parseInt(args[1]);
        for (int round = 0; round < Integer.parseInt(args[2]); round++) {
            for (int writers : new int[] {1, 32, 256}) {
                measure(folder.resolve(round + "-" + writers), writers, seconds);
            }
        }
    }

    private static void measure(Path folder, int writers, int seconds)
            throws InterruptedException, IOException {
        RocksEngine engine = RocksEngine.open(Files.createDirectory(folder));
        StoreOptions options = StoreOptions.of(InstantSource.system());
        EmbeddedStore store = EmbeddedStore.open(engine, options, () -> {});
        AtomicLong commits = new AtomicLong();
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            int writer = i;
            threads.add(Thread.startVirtualThread(() -> write(store, writer, end, commits)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double elapsed = (System.nanoTime() - start) / 1e9;
        long syncs = engine.logSyncs();
        store.close();
        System.out.printf(
                "%d writers: %.0f commits/s, %.0f syncs/s, %.3f syncs per commit%n",
                writers, commits.get() / elapsed, syncs / elapsed, (double) syncs / commits.get());
    }

    private static void write(EmbeddedStore store, int writer, long end, AtomicLong commits) {
        SplittableRandom random = new SplittableRandom(writer);
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
