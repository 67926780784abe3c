package fr.bleu.store.embedded;

import fr.bleu.store.CommitLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

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
        CommitLoad.Result load = CommitLoad.run(List.of(store), writers, seconds);
        long syncs = engine.logSyncs();
        store.close();
        System.out.printf(
                "%d writers: %.0f commits/s, %.0f syncs/s, %.3f syncs per commit%n",
                writers, load.rate(), syncs / load.seconds(), (double) syncs / load.commits());
    }
}
