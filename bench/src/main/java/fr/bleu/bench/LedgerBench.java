package fr.bleu.bench;

import fr.bleu.ledger.Checkpoint;
import fr.bleu.ledger.SignerKey;
import fr.bleu.ledger.TlogProof;
import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Outcome;
import fr.bleu.store.PreparedEntry;
import fr.bleu.store.Store;
import fr.bleu.store.embedded.StoreOptions;
import fr.bleu.store.embedded.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;

/**
 * The ledger inside this process: durable appends of one sealed entry each, by several writers, and
 * apart from them the cost of a checkpoint and of a proof.
 */
final class LedgerBench {

    private static final List<Integer> WRITERS = List.of(1, 32, 256);
    private static final int GOAL_PER_SECOND = 20_000;

    /** About what a sealed entry has. */
    private static final int SEALED_BYTES = 400;

    private static final int SIGNATURES = 2_000;

    private final Store store;
    private final UUID tenant = UUID.randomUUID();

    private LedgerBench(Store store) {
        this.store = store;
    }

    static void run(Options options) throws Exception {
        Path folder = Files.createTempDirectory("bleu-ledger-");
        try {
            StoreOptions plain = StoreOptions.of(InstantSource.system());
            try (Store store = Stores.rocksdb(folder.resolve("store"), plain)) {
                LedgerBench bench = new LedgerBench(store);
                System.out.printf(
                        "%n| ledger, writers | durable entries/s (rounds) | goal | CPU µs/entry |"
                                + " p50 / p99 ms | syncs/entry |%n|---|---|---|---|---|---|%n");
                for (int writers : WRITERS) {
                    bench.append(writers, options);
                }
                bench.prove();
            }
        } finally {
            Folders.delete(folder);
        }
    }

    private void append(int writers, Options options) throws Exception {
        round(writers, options.warmUp());
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < options.rounds(); i++) {
            rounds.add(round(writers, options.seconds()));
        }
        String syncs;
        try (Syncs counted = Syncs.of(ProcessHandle.current().pid())) {
            int entries = round(writers, options.seconds()).operations();
            syncs =
                    counted.stop().stream()
                            .mapToObj(count -> Comparison.number((double) count / entries))
                            .findFirst()
                            .orElse("not counted");
        }
        System.out.printf(
                "| %d | **%s** (%s) | %s | %s | %s / %s | %s |%n",
                writers,
                Comparison.number(Round.median(rounds, Round::perSecond)),
                String.join(
                        " ",
                        rounds.stream()
                                .map(round -> Comparison.number(round.perSecond()))
                                .toList()),
                writers == 1 ? "" : GOAL_PER_SECOND + "/s",
                Comparison.number(Round.median(rounds, Round::cpuMicrosPerOperation)),
                Comparison.number(Round.median(rounds, round -> round.millis(0.5))),
                Comparison.number(Round.median(rounds, round -> round.millis(0.99))),
                syncs);
    }

    private Round round(int writers, int seconds) throws Exception {
        long cpu = Processes.cpuMicros(ProcessHandle.current().pid());
        long start = System.nanoTime();
        long deadline = start + seconds * 1_000_000_000L;
        List<Callable<long[]>> workers = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            SplittableRandom random = new SplittableRandom(start + i);
            workers.add(() -> write(random, deadline));
        }
        long[] latencies = Load.atOnce(workers);
        long nanos = System.nanoTime() - start;
        return new Round(
                nanos, Processes.cpuMicros(ProcessHandle.current().pid()) - cpu, latencies);
    }

    private long[] write(SplittableRandom random, long deadline) {
        Latencies latencies = new Latencies();
        long before = System.nanoTime();
        do {
            ChangeId id = ChangeId.random(System.currentTimeMillis(), random);
            PreparedEntry entry =
                    new PreparedEntry(
                            bytes(random, 16),
                            bytes(random, 32),
                            bytes(random, SEALED_BYTES),
                            true);
            Change change = new Change(id, tenant, List.of(), List.of(), List.of(entry));
            if (!(store.commit(change) instanceof Outcome.Committed)) {
                throw new IllegalStateException("an entry was not committed");
            }
            long after = System.nanoTime();
            latencies.add(after - before);
            before = after;
        } while (before < deadline);
        return latencies.all();
    }

    /** A checkpoint and, with it, the proofs of random entries. */
    private void prove() {
        SignerKey key = SignerKey.generate("bleu.localhost/bench/stamp1", new SecureRandom());
        long size = store.ledger().size();
        SplittableRandom random = new SplittableRandom(1);
        byte[] root = {};
        String checkpoint = "";
        long start = System.nanoTime();
        for (int i = 0; i < SIGNATURES; i++) {
            root = store.ledger().rootHash(size);
        }
        long rooted = System.nanoTime();
        for (int i = 0; i < SIGNATURES; i++) {
            checkpoint = new Checkpoint("bleu.localhost/bench/stamp1", size, root).sign(key);
        }
        long signed = System.nanoTime();
        for (int i = 0; i < SIGNATURES; i++) {
            long index = random.nextLong(size);
            List<byte[]> path = store.ledger().inclusionProof(index, size);
            new TlogProof(index, path, checkpoint).text();
        }
        long proved = System.nanoTime();
        System.out.printf(
                "%nsigned proof in a ledger of %,d entries: root %s + signature %s µs (at most one"
                        + " each 100 ms), inclusion proof %s µs%n",
                size,
                Comparison.number((rooted - start) / 1e3 / SIGNATURES),
                Comparison.number((signed - rooted) / 1e3 / SIGNATURES),
                Comparison.number((proved - signed) / 1e3 / SIGNATURES));
    }

    private static byte[] bytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
